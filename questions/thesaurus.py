"""The field's knowledge of how people speak, read from data/questions/: synonyms, activities of the law with the ways
people ask about them, and what lies outside a plan. The files are written and reviewed by hand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

DATA = Path(__file__).resolve().parent.parent / "data" / "questions"


class ThesaurusError(ValueError):
    """A file of data/questions/ says something this reader doesn't know; the message names file and entry."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to recognise an activity in a plan's own wording. Every group needs one of its words; no word of
    `without` may stand there; `roles` (values of `Role`), when given, need one of them to perform.

    A word ending in «*» stands for any normal form that begins with it.
    """

    groups: tuple[tuple[str, ...], ...]
    without: tuple[str, ...]
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Activity:
    """An activity of the law, in any commission's plan: its usual title, how to know it, how people ask."""

    key: str
    title: str
    rules: tuple[Rule, ...]
    asks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outside:
    """What people ask that no plan answers: handed to the hotline, or politely refused."""

    key: str
    handoff: bool
    asks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """`concepts` maps a name to the words and phrases (normal forms) that mean the same; `ranges` are ways to ask for
    all that is due, without the time."""

    concepts: Mapping[str, tuple[tuple[str, ...], ...]]
    activities: tuple[Activity, ...]
    outside: tuple[Outside, ...]
    ranges: tuple[str, ...]
    field_words: frozenset[str]
    plan_words: frozenset[str]
    calendar_words: frozenset[str]


@lru_cache(maxsize=4)
def load(folder: Path = DATA) -> Thesaurus:
    """Reads data/questions/. Raises ThesaurusError naming the file and the entry, OSError when a file is missing."""
    synonyms = _read(folder / "thesaurus.yaml")
    activities: list[Activity] = []
    for path in sorted((folder / "activities").glob("*.yaml")):
        activities.extend(_activity(path, row) for row in _read(path))
    outside = [_outside(folder / "outside.yaml", row) for row in _read(folder / "outside.yaml")]
    keys = [activity.key for activity in activities] + [entry.key for entry in outside]
    twice = {key for key in keys if keys.count(key) > 1}
    if twice:
        raise ThesaurusError(f"{folder}: дважды: {', '.join(sorted(twice))}")
    return Thesaurus(
        concepts={name: _phrases(text) for name, text in synonyms["concepts"].items()},
        activities=tuple(activities),
        outside=tuple(outside),
        ranges=tuple(ask for row in _read(folder / "ranges.yaml") for ask in _lines(row["asks"])),
        field_words=frozenset(synonyms["field_words"].split()),
        plan_words=frozenset(synonyms["plan_words"].split()),
        calendar_words=frozenset(synonyms["calendar_words"].split()),
    )


def _read(path: Path) -> Any:
    import yaml  # only a process that answers questions needs it

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the safe loader in C, ten times as fast
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    except yaml.YAMLError as error:
        raise ThesaurusError(f"{path}: {error}") from error


def _phrases(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for phrase in text.replace("\n", " ").split(",") if phrase.strip())


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _activity(path: Path, row: dict[str, Any]) -> Activity:
    unknown = row.keys() - {"activity", "title", "recognise", "asks"}
    if unknown or "activity" not in row or "asks" not in row:
        raise ThesaurusError(f"{path}: {row.get('activity', row)}: лишнее или недостающее поле {sorted(unknown)}")
    rules = tuple(_rule(line) for line in _lines(row.get("recognise", "")))
    return Activity(row["activity"], row.get("title", ""), rules, _lines(row["asks"]))


def _rule(line: str) -> Rule:
    groups, without, roles = [], [], []
    for word in line.split():
        if word.startswith("!"):
            without.extend(word[1:].split("|"))
        elif word.startswith("@"):
            roles.extend(word[1:].split("|"))
        else:
            groups.append(tuple(word.split("|")))
    return Rule(tuple(groups), tuple(without), tuple(roles))


def _outside(path: Path, row: dict[str, Any]) -> Outside:
    if row.keys() != {"outside", "outcome", "asks"} or row["outcome"] not in ("handoff", "refuse"):
        raise ThesaurusError(f"{path}: {row.get('outside', row)}: нужны outside, outcome (handoff или refuse), asks")
    return Outside(row["outside"], row["outcome"] == "handoff", _lines(row["asks"]))
