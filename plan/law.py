"""Legal references of a plan's items: «п. 7 ст. 19 ФЗ, п. 6 ст. 11 ЗКО».

Two jobs: to part an activity's text from the references in brackets at its end, and to read references into
values that a question («что по пункту 7 статьи 19») can be compared with.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LAW_WORDS = re.compile(
    r"(?<![а-яё])(?:п\.?\s?п|п|пп|ст|ч|абз|подп)\.\s?(?:ст\.\s?)?\d"
    r"|(?<![а-яё])(?:стат(?:ья|ьи|ье|ей|ьям)|пункт[аоыеу]?м?|част(?:ь|и|ью)|ФЗ|закон\w*|кодекс\w*|постановлени\w*"
    r"|положени[еяю]|инструкци\w*|распоряжени\w*|указ[ау]?|федеральн\w+)(?![а-яё])",
    re.IGNORECASE,
)
_OPENS_A_REFERENCE = re.compile(
    r"\s*(?:на основании|в соответствии с|согласно|см\.)?\s*"
    r"(?:(?:п\.?\s?п?|пп|ст|ч|абз|подп)\s?\.|стат|пункт|подпункт|част[ьи]|абзац|федеральн|закон|постановлен|положени"
    r"|инструкци|распоряжен|указ|\d+-?\s?ФЗ|ФЗ|кодекс|конституци|устав|порядок|порядк|ЗКО|№)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SplitActivity:
    """An activity without its references, the references without the outer brackets, and what was odd."""

    activity: str
    law: str
    unclosed: bool  # the bracket that the references stand in is never closed


def split_activity(text: str) -> SplitActivity:
    """Part the bracketed references at the end of each paragraph from the activity's own words.

    Brackets that hold something else («(в случае разделения списка)») stay where they are.
    """
    words: list[str] = []
    laws: list[str] = []
    unclosed = False
    for paragraph in text.split("\n"):
        found: list[str] = []
        rest = paragraph.rstrip()
        while (group := _trailing_group(rest)) is not None and _OPENS_A_REFERENCE.match(group.inside):
            found.insert(0, group.inside.strip())
            unclosed = unclosed or group.unclosed
            rest = rest[: group.start].rstrip()
        laws.extend(found)
        if rest:
            words.append(rest)
    return SplitActivity("\n".join(words), "; ".join(laws), unclosed)


@dataclass(frozen=True, slots=True)
class _Group:
    start: int
    inside: str
    unclosed: bool


def _trailing_group(text: str) -> _Group | None:
    """The bracketed group that ends the text; one that is opened and never closed reaches to the end."""
    opened: list[int] = []
    last: tuple[int, int] | None = None
    for place, character in enumerate(text):
        if character == "(":
            opened.append(place)
        elif character == ")" and opened:
            start = opened.pop()
            if not opened:
                last = (start, place)
    if opened and _LAW_WORDS.search(text[opened[0] :]):
        return _Group(opened[0], text[opened[0] + 1 :], unclosed=True)
    if last is not None and text[last[1] + 1 :].strip(" .;,") == "":
        return _Group(last[0], text[last[0] + 1 : last[1]], unclosed=False)
    return None


def has_unclosed_bracket(text: str) -> bool:
    """Whether some bracket is opened and never closed; a closing one too many («1)») is a list's mark."""
    depth = 0
    for character in text:
        if character == "(":
            depth += 1
        elif character == ")":
            depth = max(0, depth - 1)
    return depth > 0


@dataclass(frozen=True, slots=True)
class LawReference:
    """One provision: «п. 7 ст. 19 ФЗ» is point "7" of article "19" of the act «ФЗ».

    `article` is "" for a point of an act that has none, `act` when the text names none; an act named once at the
    end of a list («п. 19 ст. 30, п. 6 ст. 54 ЗКО») belongs to all of the list.
    """

    article: str
    point: str = ""
    act: str = ""


_N = r"\d+(?:[.-]\d+)*"
_NUMBERS = rf"{_N}(?:\s*(?:,|и|[–—])\s*{_N}(?!\s*(?:п\.|пункт|ст\.)))*"
_POINT = re.compile(rf"(?:п\.?\s?п?|пп|пункт\w*|ч|част\w+)\s*\.?\s*(?P<numbers>{_NUMBERS})\s*\.?", re.IGNORECASE)
_ARTICLE = re.compile(rf"(?:ст|стать\w+|статей)\s*\.?\s*(?:ст\s*\.\s*)?(?P<numbers>{_NUMBERS})", re.IGNORECASE)
_NEXT = re.compile(r"\s*[,;]?\s*(?:и\s+)?")
_ACT = re.compile(r"\s*(?P<act>[^,;]*?(?:«[^»]*(?:»|$)[^,;]*?)?)\s*(?=[,;]|$)")


def references(law: str) -> tuple[LawReference, ...]:
    """The provisions that a reference text names, in its order. Text that names none gives none."""
    found: list[LawReference] = []
    without_act: list[LawReference] = []
    place = 0
    while (article := _ARTICLE.search(law, place)) is not None:
        points = _points_before(law[place : article.start()])
        named = [LawReference(number, point) for number in _numbers(article["numbers"]) for point in points or ("",)]
        act = _ACT.match(law, article.end())
        name = act["act"].strip(" .") if act is not None else ""
        place = article.end()
        without_act.extend(named)
        if name and not _POINT.match(name) and not _ARTICLE.match(name):
            found.extend(LawReference(ref.article, ref.point, name) for ref in without_act)
            without_act = []
            place = act.end() if act is not None else place
    if not found and not without_act:
        return _points_of_an_act(law)
    return (*found, *without_act)


def _points_of_an_act(law: str) -> tuple[LawReference, ...]:
    """«п. 14 постановления ЦИК России …»: points of an act that has no articles."""
    point = _POINT.match(law)
    act = law[point.end() :].strip(" .") if point is not None else ""
    if point is None or not act:
        return ()
    return tuple(LawReference("", number, act) for number in _numbers(point["numbers"]))


def _points_before(text: str) -> tuple[str, ...]:
    """The points printed right before an article."""
    matches = list(_POINT.finditer(text))
    if not matches or _NEXT.sub("", text[matches[-1].end() :], count=1).strip():
        return ()
    return _numbers(matches[-1]["numbers"])


def _numbers(text: str) -> tuple[str, ...]:
    return tuple(re.findall(_N, text))
