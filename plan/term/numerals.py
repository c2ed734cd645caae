"""Russian numerals as plans write them: «трёх», «двадцати пяти», «десятидневный», «15-й», «пятнадцатый».

Cardinals and ordinals in every case are listed or built from stems; nothing is guessed from a likeness.
"""

from __future__ import annotations

from plan.term.tree import Unit
from plan.wordlist import words

_CARDINAL_FORMS: dict[int, str] = {
    1: "один одного одному одним одном одна одной одну одно одни одних",
    2: "два двух двум двумя две двое двоих",
    3: "три трех трем тремя трое троих",
    4: "четыре четырех четырем четырьмя четверо четверых",
    5: "пять пяти пятью",
    6: "шесть шести шестью",
    7: "семь семи семью",
    8: "восемь восьми восемью восьмью",
    9: "девять девяти девятью",
    10: "десять десяти десятью",
    11: "одиннадцать одиннадцати одиннадцатью",
    12: "двенадцать двенадцати двенадцатью",
    13: "тринадцать тринадцати тринадцатью",
    14: "четырнадцать четырнадцати четырнадцатью",
    15: "пятнадцать пятнадцати пятнадцатью",
    16: "шестнадцать шестнадцати шестнадцатью",
    17: "семнадцать семнадцати семнадцатью",
    18: "восемнадцать восемнадцати восемнадцатью",
    19: "девятнадцать девятнадцати девятнадцатью",
    20: "двадцать двадцати двадцатью",
    30: "тридцать тридцати тридцатью",
    40: "сорок сорока",
    50: "пятьдесят пятидесяти пятьюдесятью",
    60: "шестьдесят шестидесяти шестьюдесятью",
    70: "семьдесят семидесяти семьюдесятью",
    80: "восемьдесят восьмидесяти восемьюдесятью",
    90: "девяносто девяноста",
    100: "сто ста",
}
CARDINALS: dict[str, int] = {form: value for value, forms in _CARDINAL_FORMS.items() for form in forms.split()}

_ORDINAL_STEMS: dict[int, str] = {
    1: "перв",
    2: "втор",
    4: "четверт",
    5: "пят",
    6: "шест",
    7: "седьм",
    8: "восьм",
    9: "девят",
    10: "десят",
    11: "одиннадцат",
    12: "двенадцат",
    13: "тринадцат",
    14: "четырнадцат",
    15: "пятнадцат",
    16: "шестнадцат",
    17: "семнадцат",
    18: "восемнадцат",
    19: "девятнадцат",
    20: "двадцат",
    30: "тридцат",
    40: "сороков",
    50: "пятидесят",
    60: "шестидесят",
    70: "семидесят",
    80: "восьмидесят",
    90: "девяност",
    100: "сот",
}
_ADJECTIVE_ENDINGS = words("ый ой ая ое ые ого ому ым ом ую ых ыми")
ORDINALS: dict[str, int] = {
    stem + ending: value for value, stem in _ORDINAL_STEMS.items() for ending in _ADJECTIVE_ENDINGS
} | {"трет" + ending: 3 for ending in words("ий ья ье ьи ьего ьему ьим ьем ью ьей ьих")}

# First halves of «десятидневный», «двадцатипятидневный», «двухмесячный».
_COMPOUND_PREFIXES: dict[str, int] = {
    "одно": 1,
    "двух": 2,
    "трех": 3,
    "четырех": 4,
    "пяти": 5,
    "шести": 6,
    "семи": 7,
    "восьми": 8,
    "девяти": 9,
    "десяти": 10,
    "одиннадцати": 11,
    "двенадцати": 12,
    "тринадцати": 13,
    "четырнадцати": 14,
    "пятнадцати": 15,
    "шестнадцати": 16,
    "семнадцати": 17,
    "восемнадцати": 18,
    "девятнадцати": 19,
    "двадцати": 20,
    "тридцати": 30,
    "сорока": 40,
    "пятидесяти": 50,
    "шестидесяти": 60,
    "семидесяти": 70,
    "восьмидесяти": 80,
    "девяносто": 90,
    "сто": 100,
}
_COMPOUND_UNITS: dict[str, Unit] = {
    "дневн": Unit.DAY,
    "суточн": Unit.SUTKI,
    "часов": Unit.HOUR,
    "недельн": Unit.WEEK,
    "месячн": Unit.MONTH,
    "годичн": Unit.YEAR,
    "летн": Unit.YEAR,
    "минутн": Unit.MINUTE,
}
_COMPOUND_ENDINGS = frozenset(words("ый ий ого его ому ему ым им ом ем ая яя ой ей ую юю ое ее ые ие ых их"))

UNITS: dict[str, Unit] = {
    form: unit
    for unit, forms in {
        Unit.MINUTE: "минута минуты минут минуту мин",
        Unit.HOUR: "час часа часов часу часам часах часы ч",
        Unit.SUTKI: "сутки суток суткам сутками сут",
        Unit.DAY: "день дня дней дню дням днями днях дни дн",
        Unit.WEEK: "неделя недели недель неделю неделям",
        Unit.MONTH: "месяц месяца месяцев месяцу месяцам мес",
        Unit.YEAR: "год года лет году",
    }.items()
    for form in forms.split()
}

MONTHS: dict[str, int] = {
    form: number
    for number, forms in enumerate(
        (
            "январь января январе январю янв",
            "февраль февраля феврале февралю фев",
            "март марта марте марту мар",
            "апрель апреля апреле апрелю апр",
            "май мая мае маю",
            "июнь июня июне июню июн",
            "июль июля июле июлю июл",
            "август августа августе августу авг",
            "сентябрь сентября сентябре сентябрю сент",
            "октябрь октября октябре октябрю окт",
            "ноябрь ноября ноябре ноябрю нояб",
            "декабрь декабря декабре декабрю дек",
        ),
        start=1,
    )
    for form in forms.split()
}

# What may be glued to digits: «3-х», «10-ти», «15-го», «2-й», «5-и».
WEEKDAY_STEMS = ("понедельник", "вторник", "сред", "четверг", "пятниц", "суббот", "воскресень")
CARDINAL_SUFFIXES = frozenset(words("х ти и ми м"))
ORDINAL_SUFFIXES = frozenset(words("го й ый ой е ое ого му ому я ти и"))


def compound(word: str) -> tuple[int | None, Unit] | None:
    """«десятидневный» → (10, day); «месячный» → (1, month); «дневный» → (None, day), its number in digits.

    None when the word is no such adjective.
    """
    for stem, unit in _COMPOUND_UNITS.items():
        cut = word.rfind(stem)
        if cut < 0 or word[cut + len(stem) :] not in _COMPOUND_ENDINGS:
            continue
        prefix = word[:cut]
        if not prefix:
            return (1 if unit in (Unit.SUTKI, Unit.WEEK, Unit.MONTH, Unit.YEAR) else None), unit
        number = _compound_number(prefix)
        return None if number is None else (number, unit)
    return None


def _compound_number(prefix: str) -> int | None:
    if prefix in _COMPOUND_PREFIXES:
        return _COMPOUND_PREFIXES[prefix]
    for tens, value in _COMPOUND_PREFIXES.items():
        rest = prefix.removeprefix(tens)
        if value >= 20 and rest != prefix and _COMPOUND_PREFIXES.get(rest, 99) < 10:
            return value + _COMPOUND_PREFIXES[rest]
    return None


DAYS = frozenset(words("день дня дню днем дне дни дней дням"))
"""The word «день» in its cases."""
