"""Documents as LibreOffice writes them."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

from plan.model import Plan


def convert(soffice: str, document: Path, target: str) -> Path:
    profile = (document.parent / "profile").as_uri()
    command = [soffice, "--headless", f"-env:UserInstallation={profile}", "--convert-to", target]
    subprocess.run([*command, "--outdir", str(document.parent), str(document)], check=True, capture_output=True)
    return document.with_suffix(f".{target.partition(':')[0]}")


def as_seen(plan: Plan) -> Plan:
    """The plan without the finding about spaces that LibreOffice does not write."""
    return replace(plan, noticed=tuple(one for one in plan.noticed if one.code != "trailing-spaces"))
