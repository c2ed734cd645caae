"""Opening and keeping plans as files: the project's own YAML, or a commission's document."""

from __future__ import annotations

from pathlib import Path

from plan import yaml_file
from plan.errors import PlanFileError
from plan.model import Plan

YAML_SUFFIXES = (".yaml", ".yml")


def open_plan(path: Path, zone: str | None = None) -> Plan:
    """The plan in a file, by its suffix. `zone` is for documents, which do not say it.

    Raises PlanFileError with one Russian line for every file that cannot be used.
    """
    try:
        if path.suffix.lower() in YAML_SUFFIXES:
            return yaml_file.load(_yaml_text(path), str(path))
        from plan.readers.formats import FORMATS
        from plan.readers.isolation import read_isolated  # only documents need it

        if path.suffix.lower() not in FORMATS and path.is_file():
            known = ", ".join((*YAML_SUFFIXES, *FORMATS))
            raise PlanFileError(
                f"{path}: формат «{path.suffix or 'без расширения'}» не читается; ожидался один из: {known}."
            )
        if path.is_dir():
            raise IsADirectoryError
        return read_isolated(path, zone)
    except FileNotFoundError as error:
        raise PlanFileError(f"{path}: файла нет; проверьте имя и папку.") from error
    except IsADirectoryError as error:
        raise PlanFileError(f"{path}: это папка; назовите файл плана в ней.") from error
    except OSError as error:
        raise PlanFileError(f"{path}: файл не открывается ({error.strerror}); проверьте права на него.") from error


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
        temporary.unlink(missing_ok=True)
        raise PlanFileError(f"{path}: файл не записывается ({error.strerror}); проверьте папку и права.") from error


def _yaml_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise PlanFileError(
            f"{path}: файл не в UTF-8 (байт {error.start}); сохраните его как текст в UTF-8."
        ) from error
