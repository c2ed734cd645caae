"""Names of commissions and municipalities in the rows, against those that the plan's head bears.

A plan made from another one keeps its names in a row or two; a reform leaves the old ones. Only names of the bodies
that a plan gives work to are compared (a commission, a head, a council, an administration): a police department or a
court may well be called after another district.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from plan.checks.base import Checked, found
from plan.model import Finding, Head, Item

_BODY = (
    r"(?:ТИК|УИК|ОИК|комисси(?:я|и|ей|ю|ями)|глав(?:а|ы|е|ой)|администраци(?:я|и|ей)|совет(?:а|ом)?|дум(?:а|ы|ой)"
    r"|собрани(?:е|я|ем))"
)
_ADJECTIVE = r"(?P<name>[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)*[сц]к)(?:ий|ого|ому|им|ом|ой|ая|ую|ое)"
_TYPE = (
    r"(?P<type>(?:муниципальн\w+\s+|городск\w+\s+|сельск\w+\s+)?(?:район(?:а|у|е|ом)?|округ(?:а|у|е|ом)?)(?!\w)"
    r"|(?:городск|сельск)\w+\s+поселени\w+)"
)
_PLACE = re.compile(rf"(?<![\w-]){_ADJECTIVE}\s+{_TYPE}(?!\s*№)")
_BODY_OF_PLACE = re.compile(rf"(?<![а-яё]){_BODY}\b[^,;.()\n]{{0,60}}?\b{_ADJECTIVE}\s+{_TYPE}(?!\s*№)", re.IGNORECASE)
_NO_NAMES = ("городск", "сельск")
"""«Городского округа» at the head of a cell names none."""
_REGION = re.compile(
    r"(?P<name>[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)*[сц])к(?:ой|ого|ая|ий)\s+(?P<type>област|кра[йя])\w*"
    r"(?P<tail>\s*[–—-]\s*[А-ЯЁ][а-яё]+)?"
)
_COMMISSION_OF_REGION = re.compile(rf"(?:[Ии]збирательн\w+\s+)?[Кк]омисси\w+\s+{_REGION.pattern}")
_SHORT_NAME = re.compile(r"(?<!\w)ТИК\s+(?P<short>[А-ЯЁ]{2,5})(?!\w)")
_MUNICIPAL_COMMISSION = re.compile(
    r"(?<!\w)ИКМО(?!\w)|[Ии]збирательн\w+\s+комисси(?:я|и|ей|ю)\s+(?:[\w-]+\s+)?муниципальн\w+\s+(?:образовани|район|округ)"
    r"|[Мм]униципальн\w+\s+избирательн\w+\s+комисси(?:я|и|ей|ю)"
)
_OF_A_TERRITORY = re.compile(r"(?:территориальн|участков|окружн)\w+\s*$", re.IGNORECASE)
_NO_MUNICIPAL_COMMISSIONS_SINCE = date(2022, 3, 14)
"""Federal Law 60-ФЗ of 14.03.2022 took commissions of municipalities out of 67-ФЗ."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A municipality by the stem of its name and its kind: («кемеровск», «муниципальный округ»)."""

    stem: str
    kind: str
    text: str

    @property
    def key(self) -> tuple[str, str]:
        return self.stem, self.kind

    def may_be(self, other: _Place) -> bool:
        """Whether both can be one: «Кемеровский округ» is the short name of any Кемеровский округ."""
        last, others = self.kind.split()[-1], other.kind.split()[-1]
        return self.stem == other.stem and (
            self.kind == other.kind or (last == others and last in (self.kind, other.kind))
        )


def foreign_names(checked: Checked) -> Iterator[Finding]:
    """A commission or a municipality in a row that the head does not know: left over from another plan."""
    head = checked.plan.head
    if head.kind != "calendar":
        return
    own = {place.key: place for place in _places(_PLACE, _texts_of(head))}
    local = re.search(r"территориальн", head.commission, re.IGNORECASE) is not None
    for item in checked.plan.items:
        for place in {place.key: place for place in _places(_BODY_OF_PLACE, _texts_of_item(item))}.values():
            if any(place.may_be(one) for one in own.values()):
                continue
            same_name = [one for one in own.values() if one.stem == place.stem]
            same_kind = [one for one in own.values() if one.kind == place.kind]
            if same_name:
                yield _renamed(item, place, same_name[0])
            elif local and len({one.stem for one in same_kind}) == 1:
                yield _foreign(item, place.text, same_kind[0].text)


def _renamed(item: Item, place: _Place, own: _Place) -> Finding:
    return found(
        item.number,
        "renamed-body",
        f"Здесь назван «{place.text}», а в заголовке плана — «{own.text}».",
        advice="Приведите имя к одному виду. Если это другое образование, менять ничего не надо.",
    )


def _foreign(item: Item, text: str, own: str) -> Finding:
    return found(item.number, "foreign-name", f"Здесь назван «{text}», а план составлен для «{own}».")


def _texts_of(head: Head) -> tuple[str, ...]:
    return head.title, head.commission, *head.abbreviations.values()


def _texts_of_item(item: Item) -> tuple[str, ...]:
    return item.activity, item.performers


def _places(pattern: re.Pattern[str], texts: Iterable[str]) -> Iterator[_Place]:
    for text in texts:
        for match in pattern.finditer(" ".join(text.split())):
            if not match["name"][0].isupper() or match["name"].lower() in _NO_NAMES:
                continue
            words = match["type"].lower().split()
            kind = " ".join(re.sub(r"(?:ый|ого|ому|ым|ом|ой|а|у|е|ом|ие|ия|ию|ии)$", "", word) for word in words)
            yield _Place(match["name"].lower(), kind.replace("муниципальн район", "район"), _said(match))


def _said(match: re.Match[str]) -> str:
    return match[0][match.start("name") - match.start() :]


def short_names(checked: Checked) -> Iterator[Finding]:
    """«ТИК ЮГО» in one row of a plan whose other rows say «ТИК КМО»."""
    counts: Counter[str] = Counter()
    where: dict[str, list[Item]] = {}
    for item in checked.plan.items:
        for short in {match["short"] for text in _texts_of_item(item) for match in _SHORT_NAME.finditer(text)}:
            counts[short] += 1
            where.setdefault(short, []).append(item)
    if len(counts) < 2:
        return
    (usual, most), *others = counts.most_common()
    known = {usual, *checked.plan.head.abbreviations}
    for short, count in others:
        if short not in known and count * 3 <= most:
            for item in where[short]:
                yield _foreign(item, f"ТИК {short}", f"ТИК {usual}")


def regional_names(checked: Checked) -> Iterator[Finding]:
    """The commission of another region, or the region's own under a name that it bears in no other row."""
    if checked.plan.head.kind != "calendar":
        return
    texts = [
        *_texts_of(checked.plan.head),
        *(text for item in checked.plan.items for text in (*_texts_of_item(item), item.law)),
    ]
    regions = Counter(_region(match) for text in texts for match in _REGION.finditer(text))
    tails: dict[str, Counter[str]] = {}
    named = [
        (item, match)
        for item in checked.plan.items
        for text in _texts_of_item(item)
        for match in _COMMISSION_OF_REGION.finditer(" ".join(text.split()))
    ]
    for _, match in named:
        tails.setdefault(_region(match), Counter())[_tail(match)] += 1
    if not regions:
        return
    usual, most = regions.most_common(1)[0]
    own = {_region(match) for text in _texts_of(checked.plan.head) for match in _REGION.finditer(text)} or {usual}
    for item, match in named:
        region, tail = _region(match), _tail(match)
        if region not in own and regions[region] * 3 <= most:
            yield _foreign(item, _said(match), next(iter(sorted(own))) + "ой области")
        elif tails[region].most_common(1)[0][0] != tail and tails[region][tail] * 2 <= sum(tails[region].values()):
            other = next(other for other_item, other in named if _region(other) == region and _tail(other) != tail)
            yield found(
                item.number,
                "renamed-body",
                f"Здесь названа комиссия «{_said(match)}», а в других пунктах — «{_said(other)}».",
            )


def _region(match: re.Match[str]) -> str:
    return f"{match['name']}к"


def _tail(match: re.Match[str]) -> str:
    return (match["tail"] or "").strip(" –—-").lower()[:5]


def abolished_commissions(checked: Checked) -> Iterator[Finding]:
    """A commission of a municipality in the plan of a territorial one: there are none any more since 2022."""
    head = checked.plan.head
    voting = checked.facts.voting_day
    if voting is None or voting < _NO_MUNICIPAL_COMMISSIONS_SINCE or "территориальн" not in head.commission.lower():
        return
    for item in checked.plan.items:
        performers = " ".join(item.performers.split())
        match = _MUNICIPAL_COMMISSION.search(performers)
        if match is not None and not _OF_A_TERRITORY.search(performers[: match.start()]):
            yield found(
                item.number,
                "renamed-body",
                f"Исполнителем названа комиссия муниципального образования («{match[0]}»).",
                why="Комиссий муниципальных образований нет с 2022 года (60-ФЗ от 14.03.2022): их дело делает "
                "территориальная комиссия.",
                advice="Назовите исполнителем территориальную комиссию.",
            )
