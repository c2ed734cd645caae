"""Formats that are read through LibreOffice: it opens .doc, .rtf and .odt and writes them again as .docx.

It runs in a profile of its own, made for the one document and thrown away with it, so that it neither finds a running
LibreOffice nor leaves traces; macros and the loading of linked files are turned off in that profile.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from plan.readers.content import LARGEST_FILE, Content, content_of
from plan.readers.errors import ConversionFailed, ConverterMissing, DocumentTooComplex
from plan.readers.limits import LARGEST_CONVERTER_MEMORY, memory_of

LONGEST_CONVERSION = 90
"""Seconds. The plan of 109 rows takes two or three, on a small server's first start ten."""

_COMMANDS = ("soffice", "libreoffice")
_PATH = "/usr/local/bin:/usr/bin:/bin"
_FILTER = "docx:MS Word 2007 XML"

_SETTINGS = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" \
oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" \
oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" \
oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" \
oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" \
oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""
"""Of the links' modes 2 is «never»."""


def find_converter() -> str | None:
    """LibreOffice's command, or None where it is not installed."""
    return next((found for command in _COMMANDS if (found := shutil.which(command)) is not None), None)


def as_word(data: bytes, content: Content, scratch: Path) -> bytes:
    """The document written as .docx. `scratch` is an empty folder for the work.

    Raises ConverterMissing, ConversionFailed, DocumentTooComplex.
    """
    converter = find_converter()
    if converter is None:
        raise ConverterMissing(
            f"{content.value} читается через LibreOffice, а он здесь не установлен; сохраните план как .docx или "
            "установите пакет libreoffice-writer-nogui."
        )
    suffix = {Content.OLD_WORD: ".doc", Content.RTF: ".rtf", Content.ODT: ".odt"}[content]
    source, profile, out = scratch / f"document{suffix}", scratch / "profile", scratch / "out"
    source.write_bytes(data)
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    out.mkdir()
    command = [
        *(converter, "--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
        f"-env:UserInstallation={profile.absolute().as_uri()}",
        *("--convert-to", _FILTER, "--outdir", str(out), str(source)),
    ]
    try:
        with memory_of(LARGEST_CONVERTER_MEMORY):
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=LONGEST_CONVERSION,
                check=False,
                env={"HOME": str(scratch), "PATH": _PATH, "LC_ALL": "C.UTF-8", "TMPDIR": str(scratch)},
            )
    except subprocess.TimeoutExpired as error:
        raise DocumentTooComplex(
            f"LibreOffice не открыл {content.value} за {LONGEST_CONVERSION} секунд; сохраните план как .docx."
        ) from error
    written = out / "document.docx"
    if not written.is_file() or written.stat().st_size > LARGEST_FILE:
        raise ConversionFailed(
            f"LibreOffice не смог открыть {content.value}: документ повреждён или закрыт паролем; сохраните план как "
            ".docx."
        ) from ConversionError(done.returncode, done.stderr.decode(errors="replace")[-500:])
    converted = written.read_bytes()
    if content_of(converted) is not Content.WORD:
        raise ConversionFailed(f"LibreOffice не смог записать {content.value} как .docx; сохраните план как .docx.")
    return converted


class ConversionError(Exception):
    """What LibreOffice said when it wrote nothing: its exit code and the end of its messages."""
