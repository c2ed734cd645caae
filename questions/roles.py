"""Who a question is about: roles in all their names and forms, positions, «мои», commissions by number."""

from __future__ import annotations

from dataclasses import dataclass

from plan.model import Position, Role
from questions import lexemes, text
from questions.lexemes import Lexeme
from questions.words import word_set

# A name is a row of normal forms; longer names are tried first. A word in brackets may stand there or not.
_NAMES: dict[Role, tuple[str, ...]] = {
    Role.TIK: (
        "тик", "тика", "теризбирком", "терком", "теркомиссия", "территориальный (избирательный) комиссия",
        "территориальный избирком", "территориалка", "территориальный", "муниципальный (избирательный) комиссия",
        "икмо", "тизбирком", "горизбирком", "райизбирком", "районный (избирательный) комиссия",
        "городской (избирательный) комиссия", "территориал",
    ),
    Role.UIK: (
        "уик", "уика", "участковый (избирательный) комиссия", "участковый избирком", "участковый",
        "комиссия (избирательный) участок", "участковая", "участкома", "участком",
        "участковик",
    ),
    Role.OIK: ("оик", "окружной (избирательный) комиссия", "окружком", "окружной избирком", "окружной"),
    Role.REGIONAL: (
        "облизбирком", "крайизбирком", "областной (избирательный) комиссия", "региональный (избирательный) комиссия",
        "избирком (кемеровский) область", "избирком кузбасс", "избирком регион", "областной избирком",
        "избирательный комиссия (кемеровский) область", "избирательный комиссия субъект",
        "избирательный комиссия кузбасс", "икко", "икк", "икср", "икс", "краевой (избирательный) комиссия",
        "республиканский (избирательный) комиссия", "комиссия субъект", "вышестоящий (избирательный) комиссия",
    ),
    Role.CANDIDATE: (
        "кандидат (в) депутат", "кандидат", "самовыдвиженец", "выдвиженец", "кандидатка", "кандидатура",
        "самовыдвиженка", "одномандатник", "баллотироваться", "зарегистрированный кандидат",
    ),
    Role.ASSOCIATION: (
        "избирательный объединение", "политический партия", "политпартия", "партия", "объединение", "партиец",
        "партийный", "общественный объединение", "региональный отделение", "отделение партия", "партийка", "ио",
    ),
    Role.MEDIA: (
        "сми", "редакция (печатный) издание",
        "редакция (районный) газета", "редакция", "газета", "телевидение", "телеканал",
        "телекомпания", "телерадиокомпания", "радиостанция", "радио", "журналист", "пресса", "печатный издание",
        "сетевой издание", "средство массовый информация", "газетчик", "тв", "телевизионщик", "редактор", "медиа",
        "периодический издание", "корреспондент", "вещатель", "издание", "телерадиовещание",
    ),
    Role.HEAD: (
        "глава (муниципальный) округ", "глава (муниципальный) район", "глава администрация", "глава город",
        "глава (муниципальный) образование", "глава поселение", "глава", "мэр", "градоначальник", "администрация",
        "градоначальница", "глава местный администрация", "администрация (муниципальный) округ",
        "администрация (муниципальный) район", "администрация город", "администрация поселение",
    ),
    Role.COUNCIL: (
        "совет (народный) депутат", "совет", "дума", "горсовет", "райсовет", "представительный орган",
        "депутатский корпус", "городской дума", "гордума", "собрание депутат", "депутат", "муниципальный совет",
    ),
    Role.BANK: ("банк", "сбербанк", "сбер", "кредитный организация", "кредитный учреждение"),
    Role.VOTER: ("избиратель", "житель", "избирательница", "голосующий", "гражданин", "население", "горожанин"),
    Role.AUTHORITY: (
        "государственный орган", "орган (государственный) власть", "госорган", "полиция", "мвд", "минюст",
        "министерство юстиция", "правоохранитель", "правоохранительный орган", "прокуратура", "роскомнадзор",
        "орган местный самоуправление", "омсу", "управление минюст", "налоговый", "чиновник",
        "орган исполнительный власть", "орган власть", "госучреждение",
    ),
    Role.PRINTER: ("типография", "полиграфический организация", "полиграфист", "печатник", "полиграфия"),
    Role.OWNER: ("собственник (помещение)", "владелец помещение", "владелец", "хозяин помещение"),
    Role.ORGANISER: ("организатор (публичный) мероприятие", "организатор митинг", "организатор"),
    Role.FINANCE: (
        "финансовый управление", "финуправление", "финансовый орган", "финорган", "финотдел", "финансовый отдел",
        "финансовый департамент", "горфу", "райфу", "фин управление",
    ),
    Role.OBSERVER: ("наблюдатель", "общественный наблюдатель"),
}  # fmt: skip
_WEAK = frozenset({"территориальный", "окружной", "депутат", "участковый", "издание", "налоговый", "гражданин"})
"""Names that also stand for other things: read as a role only when no stronger name is there."""
_POSITIONS: dict[str, Position] = {
    "председатель": Position.CHAIRMAN, "председ": Position.CHAIRMAN, "председательница": Position.CHAIRMAN,
    "преда": Position.CHAIRMAN, "зам": Position.DEPUTY, "заместитель": Position.DEPUTY, "зампред": Position.DEPUTY,
    "зампредседателя": Position.DEPUTY,
    "зампредседатель": Position.DEPUTY, "секретарь": Position.SECRETARY, "секретарша": Position.SECRETARY,
    "член": Position.MEMBER, "сисадмин": Position.SYSTEM_ADMINISTRATOR, "админ": Position.SYSTEM_ADMINISTRATOR,
    "администратор": Position.SYSTEM_ADMINISTRATOR, "системщик": Position.SYSTEM_ADMINISTRATOR,
}  # fmt: skip
_MINE = word_set("я мы мой наш мне нам себя свой лично")
_EVERYBODY = word_set("все всякий каждый")
_QUALIFIERS = word_set(
    "районный местный городской областной муниципальный сельский зарегистрированный зарегистрировать политический "
    "выдвинутый выдвинуть"
)
_PLACE = word_set("район округ город область поселение")
_LONGEST_PLACE = 3
"""Adjectives before «округ», «район»."""

_NUMBER_SIGNS = frozenset({"n", "номер", "#"})


@dataclass(frozen=True, slots=True)
class Who:
    """The roles a question names, in its order; positions in a commission; whether it speaks of the asker («мои»);
    commissions by number; `taken` are the places of the words that said so."""

    roles: tuple[Role, ...] = ()
    positions: tuple[Position, ...] = ()
    mine: bool = False
    everybody: bool = False
    commissions: tuple[str, ...] = ()
    taken: frozenset[int] = frozenset()


def _compile() -> tuple[tuple[tuple[str, ...], tuple[bool, ...], Role], ...]:
    rows = []
    for role, names in _NAMES.items():
        for name in names:
            words = name.split()
            rows.append((tuple(w.strip("()") for w in words), tuple(w.startswith("(") for w in words), role))
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


_ROWS = _compile()
_FIRST: dict[str, list[tuple[tuple[str, ...], tuple[bool, ...], Role]]] = {}
for _row in _ROWS:
    _FIRST.setdefault(_row[0][0], []).append(_row)


def names() -> frozenset[str]:
    """Every word that a role's or a position's name is made of, as normal forms."""
    return frozenset(word for row in _ROWS for word in row[0]) | _POSITIONS.keys()


def read(words: tuple[Lexeme, ...], blocked: frozenset[int] = frozenset()) -> Who:
    """Who the question is about. `blocked` are places already read as something else."""
    strong: list[Role] = []
    weak: list[tuple[Role, frozenset[int]]] = []
    positions: list[Position] = []
    commissions: list[str] = []
    mine = everybody = False
    taken: set[int] = set()
    at = 0
    while at < len(words):
        if at not in blocked and _is_bare_precinct(words, at):
            strong.append(Role.UIK)
            commissions.append(f"{Role.UIK.value} {words[at].text}")
            taken.add(at)
        if at in blocked or not words[at].token.is_word:
            at += 1
            continue
        position = next((_POSITIONS[lemma] for lemma in words[at].lemmas if lemma in _POSITIONS), None)
        if position is not None:
            positions.append(position)
            taken.add(at)
            at += 1
            continue
        role, after = _role_at(words, at)
        if role is None:
            mine = mine or words[at].is_any(_MINE)
            everybody = everybody or words[at].is_any(_EVERYBODY)
            at += 1
            continue
        after = _past_place(words, after)  # «финансовый орган района», «глава Кемеровского округа»
        places = frozenset(range(at, after))
        if strong and role != strong[-1] and _belongs(words, at, taken):
            taken |= places  # «выдвиженцам партии», «кандидат от партии»: still the first of the two
            at = after
            continue
        if words[at].is_any(_WEAK) and _is_single(words, at, after) and not _plural_body(words, at):
            weak.append((role, places))
        else:
            strong.append(role)
            taken |= places
            if at and at - 1 not in blocked and _qualifies(words[at - 1]):
                taken.add(at - 1)  # «районная газета», «местные партии»
        number, after = _number_after(words, after)
        if number and role in (Role.UIK, Role.TIK, Role.OIK):
            commissions.append(f"{role.value} {number}")
            taken |= set(range(max(places) + 1, after))
            at = after
        else:
            at = max(places) + 1
    if not strong:
        for role, places in weak:
            strong.append(role)
            taken |= places
    return Who(
        tuple(dict.fromkeys(strong)),
        tuple(dict.fromkeys(positions)),
        mine,
        everybody,
        tuple(dict.fromkeys(commissions)),
        frozenset(taken),
    )


def _is_bare_precinct(words: tuple[Lexeme, ...], at: int) -> bool:
    """«что просрочено у 1034»: a number of three or four digits that somebody has is a precinct's."""
    told = at > 0 and words[at - 1].text in ("у", "для")
    counted = at + 1 < len(words) and (words[at + 1].word.part == "NOUN" or not words[at + 1].word.known)
    return told and not counted and words[at].token.is_number and len(words[at].text) in (3, 4)


def _qualifies(word: Lexeme) -> bool:
    """Whether the word before a name only says which: «районная газета», «зарегистрированный кандидат»."""
    return word.is_any(_QUALIFIERS) and word.word.part in ("ADJF", "PRTF", "")


def _past_place(words: tuple[Lexeme, ...], at: int) -> int:
    """The place after what says where a body is: «района», «Кемеровского муниципального округа»."""
    here = at
    while here < len(words) and here - at < _LONGEST_PLACE and words[here].word.part == "ADJF":
        here += 1
    if here < len(words) and words[here].is_any(_PLACE):
        at = here + 1
        while at < len(words) and words[at].is_any(_PLACE):
            at += 1
    return at


def _is_single(words: tuple[Lexeme, ...], at: int, after: int) -> bool:
    return all(word.is_any(_PLACE) for word in words[at + 1 : after])


def _plural_body(words: tuple[Lexeme, ...], at: int) -> bool:
    """«участковые», «окружная» on their own name a commission when no noun follows them."""
    return words[at].is_any(frozenset({"участковый", "окружной", "территориальный"})) and not (
        at + 1 < len(words) and words[at + 1].word.part == "NOUN"
    )


def _belongs(words: tuple[Lexeme, ...], at: int, taken: set[int]) -> bool:
    """Whether this name only says whose the role before it is."""
    return at - 1 in taken or (words[at - 1].text == "от" and at - 2 in taken)


def _role_at(words: tuple[Lexeme, ...], at: int) -> tuple[Role | None, int]:
    for lemma in words[at].lemmas:
        for name, optional, role in _FIRST.get(lemma, ()):
            here = at
            for word, may_miss in zip(name, optional, strict=True):
                if here < len(words) and word in words[here].lemmas:
                    here += 1
                elif not may_miss:
                    break
            else:
                return role, here
    return None, at


def _number_after(words: tuple[Lexeme, ...], at: int) -> tuple[str, int]:
    here = at
    if here < len(words) and words[here].text in _NUMBER_SIGNS:
        here += 1
    if here < len(words) and words[here].token.is_number:
        text = words[here].text
        if 2 <= len(text) <= 5 or here > at:
            return text, here + 1
    return "", at


def named(name: str) -> Role | None:
    """The role by its value or any of its names, in any form and case."""
    plain = name.strip().lower().replace("ё", "е")
    for role in Role:
        if role.value.lower() == plain:
            return role
    found = read(lexemes.lexemes(text.tokens(text.clean(name)))).roles
    return found[0] if found else None
