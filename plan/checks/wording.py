"""The document's own text: brackets, stray letters, references, abbreviations, remnants of a template."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plan.checks.base import Checked, found, item_list
from plan.law import has_unclosed_bracket
from plan.model import Finding, Item

_CELLS = (("activity", "мероприятие"), ("law", "ссылка на закон"), ("term", "срок"), ("performers", "исполнители"))


def unclosed_brackets(checked: Checked) -> Iterator[Finding]:
    """A bracket that is never closed hides where a reference or a remark ends."""
    for item in checked.plan.items:
        for cell, name in _CELLS:
            if has_unclosed_bracket(getattr(item, cell)):
                yield found(item.number, "unclosed-bracket", f"Скобка открыта и не закрыта ({name}).")


_FIELD_CODE = re.compile(
    r'\b(?:(?:HYPERLINK|INCLUDEPICTURE)\s+(?:\\\w\s+)*["«“]'
    r'|(?:PAGEREF|NOTEREF|STYLEREF|REF|SEQ|TOC|MERGEFIELD)\s+[\w\\"]|MERGEFORMAT\b|_(?:Toc|Ref|Hlk)\d+\b)'
)


def field_codes(checked: Checked) -> Iterator[Finding]:
    """An instruction of the word processor that stands in the text instead of what it should show."""
    noticed = {finding.item for finding in checked.plan.noticed if finding.code == "field-code"}
    for item in checked.plan.items:
        if item.number in noticed:
            continue  # told by the reader, in more detail
        for cell, name in (("section", "раздел"), *_CELLS):
            match = _FIELD_CODE.search(getattr(item, cell))
            if match is not None:
                said = getattr(item, cell)[match.start() : match.start() + 40].split("\n")[0].strip()
                yield found(item.number, "field-code", f"В тексте остался служебный код «{said}» ({name}).")
        for text in item.printed:
            if _FIELD_CODE.search(text):
                yield found(item.number, "field-code", f"В тексте остался служебный код «{text.strip()}» (дата).")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CUT_WORDS = _words(
    "позднее позже ранее раньше голосования голосование дней часов срок течение решения выборов опубликования"
)
_SHORT_WORDS = _words(
    "а в до за и из к на не ни но о об от по с со у во ко г час дня дни дней дню срок год лет мес сут это"
)
_LAST_WORD = re.compile(r"(?<=[\s.,])([а-яё]+)$")


def stray_letters(checked: Checked) -> Iterator[Finding]:
    """The beginning of a word left at the end of a line («… решения поз»): text was deleted or not finished."""
    for item in checked.plan.items:
        for line in item.term.split("\n"):
            match = _LAST_WORD.search(line)
            if match is None or match[1] in _SHORT_WORDS:
                continue
            if any(len(match[1]) < len(word) and word.startswith(match[1]) for word in _CUT_WORDS):
                what = f"Срок обрывается на «{match[1]}»: похоже на остаток слова."
                yield found(item.number, "stray-text", what, advice="Удалите его или допишите срок.")


_DOT_AFTER_NUMBER = re.compile(r"\b(?P<point>(?:п|ч|пп|подп)\.\s*\d+(?:[.-]\d+)*)\.\s+(?=ст)", re.IGNORECASE)


def dots_in_references(checked: Checked) -> Iterator[Finding]:
    """«п. 7. ст. 71»: the dot after the number parts the point from its article."""
    for item in checked.plan.items:
        for match in _DOT_AFTER_NUMBER.finditer(item.law):
            yield found(
                item.number,
                "law-reference-dot",
                f"Лишняя точка в ссылке «{match['point']}.».",
                advice=f"Напишите «{match['point']}».",
            )


_MANY_SEATS = re.compile(
    r"(?:одномандатн\w+\s*)?\(?(?P<word>многомандатн\w+)\)?|(?P<list>спис(?:ок|к)\w*\s+кандидатов)", re.IGNORECASE
)
_ONE_SEAT = re.compile(r"одномандатн\w+\s+(?:избирательн\w+\s+)?округ", re.IGNORECASE)
_OTHER_SYSTEMS = re.compile(
    r"многомандатн|един\w+\s+(?:избирательн\w+\s+)?округ|спис(?:ок|к)|пропорциональн|двухмандатн|трехмандатн",
    re.IGNORECASE,
)


def template_remnants(checked: Checked) -> Iterator[Finding]:
    """Words for lists and many-seat districts in a plan whose own title names one single-seat district."""
    title = checked.plan.head.title
    if not _ONE_SEAT.search(title) or _OTHER_SYSTEMS.search(title):
        return
    for item in checked.plan.items:
        remnants: dict[str, None] = {}
        for text in (item.activity, item.term):
            for match in _MANY_SEATS.finditer(text):
                remnants[" ".join((match["list"] or match["word"]).lower().split())] = None
        if remnants:
            yield found(item.number, "template-remnant", f"«{'», «'.join(remnants)}» — похоже, осталось от шаблона.")


_ABBREVIATION = re.compile(r"(?<![\w-])[А-ЯЁ]{2,7}(?![\w-])")
_CAPITAL_WORDS = _words("НЕ НИ НО НА ПО ДО ДЛЯ ИЗ ЗА ОТ СО ОБ И ИЛИ ЛИБО ЧЕМ ДЕНЬ ДНЯ ДНЕЙ ЗАПРЕТ")


def undefined_abbreviations(checked: Checked) -> Iterator[Finding]:
    """Abbreviations used in the items and nowhere said to stand for something («далее – …»)."""
    defined = {word for short in checked.plan.head.abbreviations for word in re.findall(r"[\w-]+", short)}
    used: dict[str, dict[str, None]] = {}
    for item in checked.plan.items:
        for text in (item.activity, item.law, item.term, item.performers):
            if text.isupper() and len(text) > 30:
                continue  # a whole cell in capitals
            for match in _ABBREVIATION.finditer(text):
                used.setdefault(match[0], {})[item.number] = None
    for short, numbers in used.items():
        if short not in defined and short not in _CAPITAL_WORDS:
            yield found(
                None,
                "undefined-abbreviation",
                f"Сокращение «{short}» ({item_list(list(numbers))}) не раскрыто.",
                advice=f"При первом употреблении напишите полностью и добавьте «(далее – {short})».",
            )


def unused_abbreviations(checked: Checked) -> Iterator[Finding]:
    """Abbreviations defined in an item and not used in any other place of the table."""
    items = checked.plan.items
    for short in checked.plan.head.abbreviations:
        definition = re.compile(rf"\(\s*далее[^()]*?{re.escape(short)}\s*\)?", re.IGNORECASE)
        where = next((item.number for item in items if definition.search(_all_text(item))), None)
        if where is None:
            continue  # defined in the decision's own text, which is not a part of the table
        use = re.compile(_inflected(short))
        if not any(use.search(definition.sub(" ", _all_text(item))) for item in items):
            yield found(
                where,
                "unused-abbreviation",
                f"Сокращение «{short}» введено и дальше не встречается.",
                advice=f"Уберите «(далее – {short})» или пользуйтесь сокращением.",
            )


def _all_text(item: Item) -> str:
    return "\n".join((item.activity, item.law, item.term, item.performers))


def _inflected(short: str) -> str:
    """The short name in any case: small words of some length may end differently."""
    words = [
        re.escape(word[:-2]) + r"\w*" if len(word) > 4 and not word.isupper() else re.escape(word)
        for word in short.split()
    ]
    return r"(?<!\w)" + r"\s+".join(words) + r"(?!\w)"
