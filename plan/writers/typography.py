"""Spaces that no line may break at, as Russian office practice has them."""

from __future__ import annotations

import re

from plan.days import MONTHS

NO_BREAK = "\u00a0"

_AFTER_A_SIGN = re.compile(r"(?<!\w)(№|§|п\.\s?п\.|пп\.|п\.|ст\.|ч\.|абз\.|подп\.) (?=[\dст])", re.IGNORECASE)
_UNIT = re.compile(
    rf"(?<=\d) (?=(?:{'|'.join(MONTHS)}|дн(?:ей|я|и)|день|суток|сутки|час(?:а|ов)?|год(?:а|у)?|лет|г\."
    r"|месяц(?:а|ев)?)(?!\w))",
    re.IGNORECASE,
)
_PROVISION = re.compile(r"(?<![\w.-])(\d{1,3}) (?=ст\.|[А-ЯЁ]{2,5}(?!\w))")
"""«п. 7 ст. 19 ФЗ» is one word to the eye; «7-1» is left to break where it must."""
_DASH = re.compile(r" (?=[–—] )")
_INITIALS = re.compile(r"(?<=\b[А-ЯЁ]\.) (?=[А-ЯЁ](?:\.|[а-яё]))|(?<=[а-яё]) (?=[А-ЯЁ]\. ?[А-ЯЁ]\.)")


def glued(text: str) -> str:
    """The text with no-break spaces: «№ 67-ФЗ», «п. 7 ст. 19 ФЗ», «5 дней», «12 марта», «И. И. Ли», before dashes."""
    text = _AFTER_A_SIGN.sub(rf"\1{NO_BREAK}", text)
    text = _PROVISION.sub(rf"\1{NO_BREAK}", text)
    for pattern in (_UNIT, _DASH, _INITIALS):
        text = pattern.sub(NO_BREAK, text)
    return text
