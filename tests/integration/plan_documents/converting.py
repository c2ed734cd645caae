"""Documents as LibreOffice writes them."""

from __future__ import annotations

import atexit
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from plan.model import Plan


def convert(soffice: str, document: Path, target: str) -> Path:
    """The document as `target`, beside it."""
    (converted,) = convert_together(soffice, [document], target)
    return converted


def convert_together(soffice: str, documents: Sequence[Path], target: str) -> list[Path]:
    """Documents of one folder, in one start of LibreOffice: it takes half of what a conversion does."""
    folder, suffix = documents[0].parent, f".{target.partition(':')[0]}"
    command = [soffice, "--headless", f"-env:UserInstallation={_profile().as_uri()}", "--convert-to", target]
    subprocess.run([*command, "--outdir", str(folder), *map(str, documents)], check=True, capture_output=True)
    return [folder / document.with_suffix(suffix).name for document in documents]


@cache
def _profile() -> Path:
    """One for all the conversions of a run: making it takes as long as a small document."""
    made = tempfile.TemporaryDirectory(prefix="srok-office-")
    atexit.register(made.cleanup)
    return Path(made.name)


def as_seen(plan: Plan) -> Plan:
    """The plan without the finding about spaces that LibreOffice does not write."""
    return replace(plan, noticed=tuple(one for one in plan.noticed if one.code != "trailing-spaces"))
