"""Plan files, read and checked before anything is changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from plan import yaml_file
from plan.files import YAML_SUFFIXES, open_plan, yaml_text


@dataclass(frozen=True, slots=True)
class PlanSeed:
    """A plan file's content: `slug` names the campaign, `document` is its YAML."""

    slug: str
    document: str


def read_plans(files: Sequence[Path]) -> tuple[PlanSeed, ...]:
    """Read and check every plan file. Raises PlanFileError for one that is no plan."""
    return tuple(_read_plan(path) for path in files)


def _read_plan(path: Path) -> PlanSeed:
    plan = open_plan(path)
    if path.suffix.lower() in YAML_SUFFIXES:
        return PlanSeed(path.stem, yaml_text(path))  # as it stands, hand-written comments and all
    return PlanSeed(path.stem, yaml_file.dump(plan))
