"""Reading a document in another process, under limits of size, time and memory.

Documents come from people whom nobody knows: whatever a file does to a parser, the caller gets a plan or a named
error. The process is `plan.readers.reading_process`; it and whatever it starts end with the time limit.
"""

from __future__ import annotations

import contextlib
import os
import signal
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

from plan.errors import DocumentError
from plan.model import Plan
from plan.readers.content import LARGEST_FILE, too_large
from plan.readers.errors import DamagedDocument, DocumentTooComplex, WrongContent
from plan.readers.office import LONGEST_CONVERSION
from plan.readers.transfer import plan_from_json

LONGEST_READING = 30
"""Seconds for a document read directly; what goes through LibreOffice has `LONGEST_CONVERSION` on top of them."""

LARGEST_ANSWER = 60_000_000
"""Bytes of the plan handed back."""

_CONVERTED_SUFFIXES = (".doc", ".rtf", ".odt")
_ROOT = Path(__file__).parents[2]


class ReadingProcessError(Exception):
    """How the reading process ended when it handed back nothing: its code and its last words."""


def read_isolated(path: Path, zone: str | None = None, *, longest: float | None = None) -> Plan:
    """The plan in a commission's document, read in a process of its own. `longest` is its time limit in seconds.

    Raises a named DocumentError for a file that is no such document, OSError for one that cannot be opened.
    """
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise _named(WrongContent("это не файл, а устройство или папка; ожидался документ."), path)
    path.open("rb").close()  # whether it may be read is said by the caller's own system
    size = status.st_size
    if size > LARGEST_FILE:
        raise _named(too_large(size), path)
    if longest is None:
        longest = LONGEST_READING + (LONGEST_CONVERSION if path.suffix.lower() in _CONVERTED_SUFFIXES else 0)
    with tempfile.TemporaryDirectory(prefix="plan-", ignore_cleanup_errors=True) as scratch:
        code, out, err = _run(path, zone, scratch, longest)
    if code == 0 and len(out) <= LARGEST_ANSWER:
        return plan_from_json(out.decode("utf-8"))
    said = ReadingProcessError(code, err.decode("utf-8", errors="replace")[-2000:])
    if code < 0:
        raise _named(
            DocumentTooComplex("разбор потребовал больше памяти или времени, чем нужно плану; сохраните план заново."),
            path,
        ) from said
    raise _named(
        DamagedDocument("документ устроен не так, как требует его формат, и не прочитан; сохраните план заново."), path
    ) from said


def _run(path: Path, zone: str | None, scratch: str, longest: float) -> tuple[int, bytes, bytes]:
    """The process's exit code, negative for a signal, and what it wrote. Raises DocumentTooComplex."""
    command = [sys.executable, "-m", "plan.readers.reading_process", str(path.absolute()), zone or "", scratch]
    environment = {"PATH": os.environ.get("PATH", os.defpath), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=_ROOT,
        env=environment,
        start_new_session=True,
    )
    with process:
        try:
            out, err = process.communicate(timeout=longest)
        except subprocess.TimeoutExpired as error:
            raise _named(
                DocumentTooComplex(f"документ не прочитан за {longest:.0f} секунд; сохраните план заново как .docx."),
                path,
            ) from error
        finally:
            # LibreOffice is the process's child: the whole group has to go.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
    return process.returncode, out, err


def _named(error: DocumentError, path: Path) -> DocumentError:
    return type(error)(f"{path.name}: {error}")
