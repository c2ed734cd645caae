"""Opening and keeping plans as files: the project's own YAML, or a commission's document."""

from __future__ import annotations

import contextlib
import errno
import stat
from pathlib import Path

from plan import yaml_file
from plan.errors import PlanFileError
from plan.model import Plan

YAML_SUFFIXES = (".yaml", ".yml")

LARGEST_YAML = 15_000_000
"""Bytes. The plan of 109 rows takes 90,000; `yaml_nodes.LARGEST_FILE` bounds the characters."""

_REASONS = {
    errno.EACCES: "нет права на него",
    errno.EPERM: "нет права на него",
    errno.ELOOP: "ссылка ведёт на саму себя",
    errno.ENAMETOOLONG: "слишком длинное имя",
    errno.ENOENT: "такой папки нет",
    errno.ENOTDIR: "в пути стоит файл вместо папки",
    errno.EISDIR: "это папка",
    errno.ENOSPC: "на диске нет места",
    errno.EROFS: "диск только для чтения",
    errno.EIO: "диск не читается",
}
"""What the system's refusals mean, in Russian; it says them in English."""


def open_plan(path: Path, zone: str | None = None) -> Plan:
    """The plan in a file, by its suffix. `zone` is for documents, which do not say it.

    Raises PlanFileError with one Russian line for every file that cannot be used.
    """
    try:
        if path.suffix.lower() in YAML_SUFFIXES:
            return yaml_file.load(yaml_text(path), str(path))
        from plan.readers.formats import FORMATS
        from plan.readers.isolation import read_isolated  # only documents need it

        if path.suffix and path.suffix.lower() not in FORMATS and path.is_file():
            known = ", ".join((*YAML_SUFFIXES, *FORMATS))
            raise PlanFileError(f"{path}: формат «{path.suffix}» не читается; ожидался один из: {known}.")
        if path.is_dir():
            raise IsADirectoryError
        return read_isolated(path, zone)
    except FileNotFoundError as error:
        raise PlanFileError(f"{path}: файла нет; проверьте имя и папку.") from error
    except IsADirectoryError as error:
        raise PlanFileError(f"{path}: это папка; назовите файл плана в ней.") from error
    except OSError as error:
        raise PlanFileError(f"{path}: файл не открывается: {_reason(error)}; проверьте имя и права.") from error


def save_plan(plan: Plan, path: Path, *, overwrite: bool = False) -> None:
    """Write the plan as YAML, whole or not at all; what is written has been read back first.

    Raises PlanFileError when the file exists and may not be overwritten, or when the plan would not load again.
    """
    if path.exists() and not overwrite:
        raise PlanFileError(f"{path}: файл уже есть; назовите другой или разрешите замену (--force).")
    text = yaml_file.dump(plan)
    yaml_file.load(text, str(path))
    temporary = path.with_name(f".{path.name}.new")
    try:
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise PlanFileError(f"{path}: файл не записывается: {_reason(error)}; проверьте папку и права.") from error


def _reason(error: OSError) -> str:
    return _REASONS.get(error.errno or 0, f"отказ системы {error.errno}")


def yaml_text(path: Path) -> str:
    """The file's text; one kept in a Russian encoding of old is read too. Raises PlanFileError, OSError."""
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError
    if not stat.S_ISREG(status.st_mode):
        raise PlanFileError(f"{path}: это не файл, а устройство или канал; ожидался план YAML.")
    with path.open("rb") as file:
        data = file.read(LARGEST_YAML + 1)
    if len(data) > LARGEST_YAML:
        raise PlanFileError(
            f"{path}: файл слишком велик: {max(len(data), status.st_size) / 1e6:.0f} МБ при допустимых "
            f"{LARGEST_YAML / 1e6:.0f} МБ; ожидался план YAML."
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        from plan.readers.content import text_of  # few files need it

        try:
            return text_of(data)
        except PlanFileError as error:
            raise PlanFileError(f"{path}: {error}") from error
