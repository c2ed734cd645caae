"""Numbers of automatic lists in a Word document, which its text does not hold (ECMA-376, 17.9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from plan.readers.word_names import attribute, child, children

_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"
"""The letters that Word numbers with: no ё, й, ъ, ы, ь."""
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_LEVELS = 9
_LONGEST_CHAIN = 20
"""Styles based on one another: more of them go round in a circle."""


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format: str
    text: str  # «%1.%2.»
    is_legal: bool  # every number in it in digits
    never_restarts: bool


@dataclass(frozen=True, slots=True)
class _List:
    """A w:num: a use of an abstract list, perhaps with levels of its own."""

    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int]


@dataclass(frozen=True, slots=True)
class _Style:
    number: str | None
    level: int | None
    parent: str | None


@dataclass(slots=True)
class Numbering:
    """Counts the paragraphs of lists as they come; `label` must see every paragraph once, in order."""

    lists: dict[str, _List]
    styles: dict[str, _Style]
    default_style: str | None
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, properties: etree._Element | None) -> str:
        """The paragraph's number as Word prints it («5.», «а)», «•»); "" for none."""
        number, level = self._list_of(properties)
        found = self.lists.get(number or "")
        if found is None or not 0 <= level < _LEVELS:
            return ""
        own = found.levels.get(level)
        if own is None:
            return ""
        counts = self._counts.setdefault(found.abstract, {})
        if level in found.starts and (str(number), level) not in self._begun:
            self._begun.add((str(number), level))
            counts[level] = found.starts[level] - 1
        for higher in range(level):
            if higher in found.levels:
                counts.setdefault(higher, found.levels[higher].start)
        counts[level] = counts.get(level, own.start - 1) + 1
        for deeper in range(level + 1, _LEVELS):
            if deeper in found.levels and not found.levels[deeper].never_restarts:
                counts.pop(deeper, None)
        return _label(own, found.levels, counts)

    def _list_of(self, properties: etree._Element | None) -> tuple[str | None, int]:
        style = self.default_style
        number: str | None = None
        level: int | None = None
        if properties is not None:
            named = child(properties, "pStyle")
            style = attribute(named, "val") or style
            number, level = _numbers_of(properties)
        for _ in range(_LONGEST_CHAIN):
            found = self.styles.get(style or "")
            if found is None or (number is not None and level is not None):
                break
            if number is None:
                number = found.number
                level = found.level if level is None else level
            style = found.parent
        return number, level or 0


def read_numbering(numbering: etree._Element | None, styles: etree._Element | None) -> Numbering:
    """What the parts numbering.xml and styles.xml say of lists."""
    known, default = _read_styles(styles)
    lists: dict[str, _List] = {}
    if numbering is not None:
        abstracts = {attribute(one, "abstractNumId") or "": one for one in children(numbering, "abstractNum")}
        used = {
            attribute(one, "numId") or "": attribute(child(one, "abstractNumId"), "val") or ""
            for one in children(numbering, "num")
        }
        for one in children(numbering, "num"):
            number = attribute(one, "numId") or ""
            abstract = _linked(used[number], abstracts, used, known)
            levels = dict(_levels(abstracts.get(abstract)))
            starts: dict[int, int] = {}
            for override in children(one, "lvlOverride"):
                at = _whole(attribute(override, "ilvl"), 0)
                levels.update(_levels(override))
                start = child(override, "startOverride")
                if start is not None:
                    starts[at] = _whole(attribute(start, "val"), 1)
            lists[number] = _List(abstract, levels, starts)
    return Numbering(lists, known, default)


def _linked(
    abstract: str, abstracts: dict[str, etree._Element], used: dict[str, str], styles: dict[str, _Style]
) -> str:
    """The list that really has the levels: one may only point to a numbering style."""
    found = abstracts.get(abstract)
    link = None if found is None else attribute(child(found, "numStyleLink"), "val")
    style = styles.get(link or "")
    return used.get(style.number or "", abstract) if style is not None else abstract


def _read_styles(styles: etree._Element | None) -> tuple[dict[str, _Style], str | None]:
    found: dict[str, _Style] = {}
    default = None
    for style in children(styles, "style"):
        name = attribute(style, "styleId") or ""
        properties = child(style, "pPr")
        number, level = (None, None) if properties is None else _numbers_of(properties)
        found[name] = _Style(number, level, attribute(child(style, "basedOn"), "val"))
        if attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true", "on"):
            default = name
    return found, default


def _numbers_of(properties: etree._Element) -> tuple[str | None, int | None]:
    found = child(properties, "numPr")
    if found is None:
        return None, None
    level = attribute(child(found, "ilvl"), "val")
    return attribute(child(found, "numId"), "val"), None if level is None else _whole(level, 0)


def _levels(parent: etree._Element | None) -> Iterator[tuple[int, _Level]]:
    for level in children(parent, "lvl"):
        legal = child(level, "isLgl")
        yield (
            _whole(attribute(level, "ilvl"), 0),
            _Level(
                start=_whole(attribute(child(level, "start"), "val"), 1),
                format=attribute(child(level, "numFmt"), "val") or "decimal",
                text=attribute(child(level, "lvlText"), "val") or "",
                is_legal=legal is not None and attribute(legal, "val") not in ("0", "false", "off"),
                never_restarts=attribute(child(level, "lvlRestart"), "val") == "0",
            ),
        )


def _label(own: _Level, levels: dict[int, _Level], counts: dict[int, int]) -> str:
    if own.format == "bullet":
        return own.text if own.text in ("-", "–", "—") else "•"
    if own.format == "none":
        return ""
    text = own.text
    for at in range(_LEVELS):
        if f"%{at + 1}" in text:
            level = levels.get(at)
            style = "decimal" if own.is_legal or level is None else level.format
            text = text.replace(f"%{at + 1}", _in_format(counts.get(at, 1), style))
    return text.strip()


def _in_format(number: int, style: str) -> str:
    match style:
        case "russianLower" | "russianUpper":
            text = _letters(number, _RUSSIAN)
        case "lowerLetter" | "upperLetter":
            text = _letters(number, _LATIN)
        case "lowerRoman" | "upperRoman":
            text = _roman(number)
        case "decimalZero":
            text = f"{number:02}"
        case "none":
            text = ""
        case _:
            text = str(number)
    return text.upper() if style.startswith("upper") or style.endswith("Upper") else text


def _letters(number: int, letters: str) -> str:
    """а, б, … я, аа, бб: the letter is doubled in the second round."""
    if not 1 <= number <= 10 * len(letters):
        return str(number)
    return letters[(number - 1) % len(letters)] * ((number - 1) // len(letters) + 1)


def _roman(number: int) -> str:
    if not 1 <= number < 4000:
        return str(number)
    text = ""
    for value, sign in _ROMAN:
        while number >= value:
            text += sign
            number -= value
    return text


def _whole(text: str | None, otherwise: int) -> int:
    try:
        return int(text or "")
    except ValueError:
        return otherwise
