"""What a person looks at by hand in a plan made over: said once, and kept in the plan while it is true of its text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from plan.checks.base import item_list
from plan.checks.catalogue import rule_of
from plan.model import Finding, Item, Plan, Severity
from plan.renewal.election import Change, Left
from plan.renewal.texts import Text, acts_in, dates_left_in, numbers_in, years_in
from plan.resolving import printed_day

DATE_IN_TERM, DATE_LEFT = "old-date-in-term", "old-date-left"
YEAR_LEFT, ACT_LEFT = "old-year-left", "old-decision-left"
_LEFT = (DATE_IN_TERM, DATE_LEFT, YEAR_LEFT, ACT_LEFT)
_CELLS = {
    "section": "разделе",
    "activity": "мероприятии",
    "law": "ссылке на закон",
    "term": "сроке",
    "performers": "исполнителях",
}
_MOST_LISTED = 12

_TRUE_OF_A_NEW_TEXT = frozenset(("zone-assumed", "footnote"))
"""What a reader notices that a new document has too. The rest is of the old file's shape: a bracket that it never
closed before a reference, a letter in a number's cell, spaces at a line's end, a row read as a continuation; the new
document is written from the items, and the checks find what is still in their words."""


def date_left(item: str | None, cell: str, left: Left, alike: str = "") -> Finding:
    """A literal date that stands for no day of the election: in a term it is counted as it stands.

    `alike` says what other row had its term on that day: a hint, for it may be by chance.
    """
    if cell == "term":
        return _kept(item, DATE_IN_TERM, f"В сроке осталась дата прежних выборов: «{left.words}».", alike)
    return _kept(item, DATE_LEFT, f"В {_CELLS[cell]} осталась дата из прежнего плана: «{left.words}».", alike)


def _kept(item: str | None, code: str, what: str, hint: str = "") -> Finding:
    """A finding that stands in the new plan, with the catalogue's words for why and what to do."""
    rule = rule_of(code)
    return Finding(item, code, rule.severity, what, rule.why, f"{rule.advice} {hint}".rstrip())


def term_emptied(item: str, words: str) -> Finding:
    return Finding(
        item,
        "term-emptied",
        Severity.WARNING,
        f"Срок «{words}» был днём прежних выборов, а новый не назван; срок оставлен пустым.",
        "",
        "Впишите дату или назовите её: --decided, --published.",
    )


def date_moved(item: str | None, cell: str, moved: tuple[str, str], change: Change) -> Finding:
    """A date of a row's text that was taken for a day of the election; a vote of more days may want them all."""
    new = change.new
    if change.old.first == change.old.voting_day and new.first < new.voting_day:
        return Finding(
            item,
            "date-moved",
            Severity.WARNING,
            f"В {_CELLS[cell]} дата «{moved[0]}» заменена на «{moved[1]}».",
            f"Голосование идёт с {printed_day(new.first)} по {printed_day(new.voting_day)}, а в прежнем плане шло "
            "один день.",
            "Проверьте вручную, об одном ли дне здесь речь.",
        )
    return Finding(
        item,
        "date-moved",
        Severity.INFO,
        f"В {_CELLS[cell]} дата «{moved[0]}» заменена на «{moved[1]}».",
        "Она совпадала с днём прежних выборов или со сроком этого пункта.",
        "Проверьте вручную, что это она.",
    )


def printed_dropped(item: str, words: str) -> Finding:
    return Finding(
        item,
        "printed-date-dropped",
        Severity.WARNING,
        f"Дата «{words}» из прежнего плана не напечатана.",
        "По формулировке её не посчитать: событие, от которого она считается, ещё не названо.",
        "Впишите новую, когда она станет известна.",
    )


def printed_mended(item: str, printed: date, right: date) -> Finding:
    return Finding(
        item,
        "printed-date-mended",
        Severity.INFO,
        f"В прежнем плане напечатано {printed_day(printed)}, а по формулировке выходило {printed_day(right)}.",
        "Новая дата посчитана по формулировке.",
        "Проверьте, что формулировка верна.",
    )


def printed_plainly(item: str, words: Sequence[str], plain: Sequence[str]) -> Finding:
    said = f"напечатано «{'; '.join(plain)}»" if plain else "дата не напечатана"
    return Finding(
        item,
        "printed-date-plain",
        Severity.WARNING,
        f"Сказать новую дату словами прежнего плана («{'; '.join(words)}») не вышло; {said}.",
        "",
        "Проверьте вручную.",
    )


def of_title(made: Text) -> list[Finding]:
    """What of the title was replaced, and what of it only a person knows."""
    replaced = "; ".join(f"«{old}» заменено на «{new}»" for old, new in made.moved)
    numbers = numbers_in(made.said)
    named = f"вид выборов, округ ({', '.join(numbers)}) и созыв" if numbers else "вид выборов, округ и созыв"
    left = f" Осталась дата: «{'», «'.join(one.words for one in made.left)}»." if made.left else ""
    return [
        Finding(
            None,
            "title-carried",
            Severity.WARNING if made.left else Severity.INFO,
            f"Заголовок взят из прежнего плана{': ' + replaced if replaced else ''}.{left}",
            "Новое название по дню голосования не узнать.",
            f"Проверьте вручную {named} или задайте заголовок: --title.",
        )
    ]


def left_in_row(item: Item, change: Change) -> Iterator[Finding]:
    """Years without a day, and decisions of the old election, in the row's texts."""
    if not change.moves:
        return
    for cell, where in _CELLS.items():
        text: str = getattr(item, cell)
        if cell == "law":
            for words in dates_left_in(text, change.old.voting_day):
                yield _kept(item.number, DATE_LEFT, f"В {where} осталась дата из прежнего плана: «{words}».")
        else:
            for year in years_in(text, change.old.voting_day):
                code = DATE_IN_TERM if cell == "term" else YEAR_LEFT
                yield _kept(item.number, code, f"В {where} остался год из прежнего плана: «{year}».")
        for words in _old_decisions(text, change):
            yield _kept(item.number, ACT_LEFT, f"В {where} названо решение прежних выборов: «{words}».")


def _old_decisions(text: str, change: Change) -> Iterator[str]:
    """Acts taken in the old campaign, and the old decision's number wherever it stands."""
    number = change.old.decision_number
    since = change.old.decided or change.old.published or change.old.decision_date
    told = ""
    for act in acts_in(text):
        if (since is not None and act.date >= since) or (number and act.words.endswith(number)):
            told += act.words
            yield act.words
    if number and len(number) > 2 and re.search(rf"№\s?{re.escape(number)}(?![\w/-])", text) and number not in told:
        yield f"№ {number}"


def of_the_whole(old: Plan, made: Plan, change: Change) -> Iterator[Finding]:
    """What concerns the document: its decision, days that were not given, acts and names carried over."""
    new = change.new
    if new.decision_number is None:
        yield Finding(
            None,
            "decision-unknown",
            Severity.INFO,
            "Номер и дата решения, которым утверждается новый план, не названы.",
            "",
            "Впишите их после заседания: --decision-number, --decision-date или decision в файле.",
        )
    elif new.decision_date is None:
        day = new.published or new.decided
        yield Finding(
            None,
            "decision-date-assumed",
            Severity.WARNING,
            f"Дата решения № {new.decision_number.strip()} не названа; записано {printed_day(day or new.voting_day)}.",
            "",
            "Проверьте вручную или назовите её: --decision-date.",
        )
    for key, day, name in (
        ("decided", new.decided, "День решения о назначении выборов"),
        ("published", new.published, "День официального опубликования решения о назначении выборов"),
    ):
        if day is None and key in old.head.events:
            yield Finding(
                None,
                f"{key}-unknown",
                Severity.WARNING,
                f"{name} не назван.",
                "Сроки от него не посчитаны, и даты рядом с ними не напечатаны.",
                f"Назовите его: --{key}.",
            )
    if change.moves:
        yield from _carried_acts(made, change)
        yield from _carried_names(made)


def _carried_acts(made: Plan, change: Change) -> Iterator[Finding]:
    """Acts that the rows and the abbreviations name: they may have been changed or replaced since."""
    acts: dict[str, None] = {}
    places: dict[str, None] = {}
    for item in made.items:
        for cell in _CELLS:
            text: str = getattr(item, cell)
            fresh = [act.words for act in acts_in(text) if act.words not in _old_decisions(text, change)]
            acts.update(dict.fromkeys(fresh))
            places.update({item.number: None} if fresh else {})
    for text in made.head.abbreviations.values():
        acts.update((act.words, None) for act in acts_in(text))
    if acts:
        where = f" ({item_list(list(places), _MOST_LISTED)})" if places else ""
        yield Finding(
            None,
            "acts-carried",
            Severity.INFO,
            f"Законы и решения взяты из прежнего плана: {_listed(acts)}{where}.",
            "С тех пор их могли изменить или заменить.",
            "Проверьте вручную, действуют ли они и те ли в них пункты.",
        )


def _carried_names(made: Plan) -> Iterator[Finding]:
    numbers: dict[str, None] = {}
    for item in made.items:
        found = {n: None for cell in ("activity", "term", "performers") for n in numbers_in(getattr(item, cell))}
        numbers.update({f"{', '.join(found)} (пункт {item.number})": None} if found else {})
    also = f" и номера: {_listed(numbers)}" if numbers else ""
    yield Finding(
        None,
        "names-carried",
        Severity.INFO,
        f"Комиссия, исполнители, сокращения{also} взяты из прежнего плана.",
        "",
        "Проверьте вручную, не изменились ли они.",
    )


def _listed(words: Iterable[str]) -> str:
    all_words = list(words)
    rest = len(all_words) - _MOST_LISTED
    return ", ".join(all_words[:_MOST_LISTED]) + (f" и ещё {rest}" if rest > 0 else "")


def lasting(old: Plan, made: Plan, found: Iterable[Finding]) -> tuple[Finding, ...]:
    """What stands in the new plan itself: what is left of an old election in its rows, and what is true of any copy."""
    kept = [one for one in old.noticed if _is_still_true(one, made)]
    kept.extend(one for one in found if one.code in _LEFT)
    return tuple({(one.item, one.code, one.what): one for one in kept}.values())


def _is_still_true(noticed: Finding, made: Plan) -> bool:
    if noticed.code in _TRUE_OF_A_NEW_TEXT:
        return noticed.item is None or made.item(noticed.item) is not None
    if noticed.code not in _LEFT or noticed.item is None:
        return False
    item, quoted = made.item(noticed.item), re.search(r"«(.+)»", noticed.what)
    return item is not None and quoted is not None and any(quoted[1] in getattr(item, cell) for cell in _CELLS)


def in_order(found: Iterable[Finding], made: Plan) -> tuple[Finding, ...]:
    """The document's own first, then by row; each once."""
    places = {item.number: place for place, item in enumerate(made.items)}
    unique = {(one.item, one.code, one.what): one for one in found}.values()
    return tuple(sorted(unique, key=lambda one: -1 if one.item is None else places.get(one.item, -1)))
