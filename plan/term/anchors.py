"""What a term is counted from: the voting day, a day beside another, a literal date, an event in its own words."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from plan.events import OTHER_EVENT, name_event
from plan.term.amounts import fixed_day, ordinal
from plan.term.cursor import Cursor
from plan.term.numerals import DAYS, MONTHS, ORDINALS, UNITS
from plan.term.starts import starts_clause, starts_condition, starts_date, starts_hour, starts_labelled
from plan.term.tokens import Kind, Token
from plan.term.tree import Anchor, Beside, Event, Latest, Voting, VotingDay
from plan.wordlist import words

_NO_NAME_WORDS = frozenset(words("не чем как лишь только примерно около каждого половины минус плюс через после"))
_NO_NAME_BEGINS = _NO_NAME_WORDS | frozenset(
    words("прекращается заканчивается завершается в во на за до со с по при без от из у к о об и или либо а но")
)
_LONGEST_EVENT = 120  # tokens; more is a paragraph, not the name of an event
_LAW_WORDS = frozenset(("п", "пункт", "пункта", "пунктом", "пунктами", "пунктов", "пп", "подпункт", "подпунктом",
                        "ст", "статья", "статьи", "статьей", "статье", "часть", "части", "частью", "ч", "№", "n",
                        "закона", "законом", "и"))  # fmt: skip
# Words that would change a count; an event's name that holds one is not an event's name.
_UNSAFE_STEMS = (
    "позднее",
    "позже",
    "ранее",
    "раньше",
    "кроме",
    "исключен",
    "рабоч",
    "выходн",
    "праздничн",
    "предшествующ",
    "предыдущ",
    "ежедневн",
    "еженедельн",
    "накануне",
    "течение",
    "истечени",
    "календарн",
    "московск",
)


def day_anchor(c: Cursor) -> Anchor | None:
    """A calendar day: «дня голосования», «дня (первого дня) голосования», «дня, предшествующего …», a date."""
    return beside_day(c) or voting_day(c) or fixed_day(c)


def voting_day(c: Cursor) -> VotingDay | None:
    """The voting day in any of its names; a bracket that contradicts the words makes it no voting day."""
    start = c.pos
    which = _voting_words(c)
    if which is None:
        c.pos = start
        return None
    if not _no_other_vote(c):
        c.pos = start
        return None
    return VotingDay(which)


_FIRST_LAST = {"перв": Voting.FIRST, "последн": Voting.LAST}
_NUMBERED = {2: Voting.SECOND, 3: Voting.THIRD}


def _first_or_last(c: Cursor) -> Voting | None:
    for stem, which in _FIRST_LAST.items():
        if c.take_stem(stem):
            return which
    numbered = _NUMBERED.get(ORDINALS.get(c.here.norm, 0))
    if numbered is not None:
        c.pos += 1
    return numbered


def _voting_words(c: Cursor) -> Voting | None:
    named: list[Voting] = []
    c.take_stem("един")  # «единый день голосования»
    if (which := _first_or_last(c)) is not None:
        named.append(which)
        c.take_all("из")
    bracket = _bracketed_day(c)
    if bracket is not None:
        named.append(bracket)
    if not c.take(*DAYS, "даты", "дата", "дате"):
        return None
    bracket = _bracketed_day(c)
    if bracket is not None:
        named.append(bracket)
    c.take("проведения")
    if c.take("начала") and c.at_stem("голосовани"):
        named.append(Voting.FIRST)
    elif c.take("окончания", "завершения") and c.at_stem("голосовани"):
        named.append(Voting.LAST)
    if not (c.take("голосования", "голосовании", "выборов") or _referendum(c)):
        return None
    bracket = _bracketed_day(c)
    if bracket is not None:
        named.append(bracket)
    real = {which for which in named if which is not Voting.DAY}
    if len(real) > 1:
        return None
    return real.pop() if real else Voting.DAY


def _referendum(c: Cursor) -> bool:
    """«референдума», «местного референдума»: where a plan says so, its own vote is the referendum."""
    start = c.pos
    c.take_stem("местн", "данн", "указанн", "всероссийск", "областн", "республиканск", "краев")
    if c.take_stem("референдум"):
        return True
    c.pos = start
    return False


def _bracketed_day(c: Cursor) -> Voting | None:
    """«(первого дня)», «(последнего дня голосования)», «(дня)» or None, with nothing else in the bracket."""
    start = c.pos
    if c.take("("):
        which = _first_or_last(c)
        if c.take(*DAYS):
            c.take("голосования")
            if c.take(")"):
                return which or Voting.DAY
    c.pos = start
    return None


def _no_other_vote(c: Cursor) -> bool:
    """Take «на (дополнительных) выборах депутатов …» after the voting day; another vote is another day."""
    start = c.pos
    if c.here.norm == "по" and (c.peek(1).norm in DAYS or starts_date(c, 1)):
        return True  # «с … до дня голосования по день …»: an end, no vote
    next_line = c.here.broken  # «… до дня голосования⏎на участках в больницах – не позднее …» begins another part
    if not c.take("на", "по") or _referendum(c):
        return True
    if c.at_stem("избирательн") and c.at_stem("участк", ahead=1) and not next_line:
        c.pos += 2
        return True
    while c.here.kind is Kind.WORD and not c.at_stem("выбор"):
        if c.at_stem("повторн", "досрочн"):
            c.pos = start
            return False
        known = c.at_stem("дополнительн", "муниципальн", "очередн", "основн")
        if not known and c.here.norm not in ("этих", "данных", "указанных"):
            c.pos = start
            return next_line
        c.pos += 1
    if not c.take_stem("выбор"):
        c.pos = start
        return next_line
    while c.at_stem("депутат", "глав", "совет", "дум", "собрани", "народн", "губернатор", "президент", "муниципальн",
                    "округ", "город", "район", "област", "российск", "федераци", "поселени", "созыв") or (
        c.here.kind is Kind.WORD and c.here.capital and not c.here.broken
    ):  # fmt: skip
        c.pos += 1
    return True


def beside_day(c: Cursor) -> Beside | None:
    """«дня, предшествующего дню голосования», «дня, следующего за днем E», «на следующий день после E»."""
    start = c.pos
    had_day = c.take(*DAYS)
    c.take(",")
    c.take("непосредственно")
    step = 0
    if c.take_stem("предшествующ", "предыдущ"):
        step = -1
    elif c.take_stem("следующ"):
        step = 1
    if step and not had_day:
        had_day = c.take(*DAYS)
    if step and had_day:
        if step > 0 and not c.take("за", "после"):  # «со дня следующего обращения» is the next one's day
            c.pos = start
            return None
        base = day_anchor(c)
        if (base is None and c.take(*DAYS)) or (base is None and step > 0):
            base = event(c)
        if base is None and step < 0 and c.take("голосованию", "голосования"):
            base = VotingDay()
        if base is not None:
            return Beside(base, step)
    c.pos = start
    return None


def event(c: Cursor) -> Event | Latest | None:
    """An event in its own words, or several that must all have happened when «и» joins known ones."""
    start = c.pos
    whole = _event_words(c, c.pos + _LONGEST_EVENT)
    if whole is None or whole.key != OTHER_EVENT:
        return whole
    end = c.pos
    for place in range(start + 1, end):
        if c.tokens[place].norm == "и":
            c.pos = start
            first = _event_words(c, place)
            c.pos = place + 1
            second = _event_words(c, end)
            if first and second and OTHER_EVENT not in (first.key, second.key):
                c.pos = end
                return Latest((first, second))
    c.pos = end
    return whole


def _event_words(c: Cursor, limit: int) -> Event | None:
    """The words of an event up to where something else begins; None when they could hide a number or a day.

    Brackets inside belong to it («опубликования (обнародования) решения»), unless they hold a time or a date.
    """
    start = c.pos
    said: list[str] = []
    names: list[str] = []
    depth = 0
    while not c.ended and c.pos < limit:
        token = c.here
        if not depth and c.pos > start and _ends_event(c):
            break
        if token.norm == "(":
            if _bracket_is_clause(c):
                break
            depth += 1
        elif token.norm == ")":
            if not depth:
                break
            depth -= 1
        elif _could_count(c, start):
            c.pos = start
            return None
        elif token.kind is Kind.WORD:
            said.append(token.norm)
            if token.capital and c.pos > start:
                names.append(token.norm)
        c.pos += 1
    named = Event(_name_event(tuple(_without_law(said)), frozenset(names)), spelled(c.tokens[start : c.pos]))
    if depth or not _is_name(said, named.key):
        c.pos = start
        return None
    return named


@lru_cache(maxsize=4096)
def _name_event(said: tuple[str, ...], names: frozenset[str]) -> str:
    """`name_event`, once for the same words: a plan names its few events over and over."""
    return name_event(said, names)


def _could_count(c: Cursor, start: int) -> bool:
    """A number, a date, a unit or an ordinal day here could change a count; references to the law cannot."""
    token = c.here
    if token.kind is Kind.NUMBER:
        return not _is_reference(c, start)
    if token.kind is Kind.DATE:
        return c.peek(-1).norm != "от"
    if token.norm.startswith(_UNSAFE_STEMS):
        return not _names_event(c)
    if token.norm in MONTHS:  # «до конца сентября» is a day, not an event
        return True
    if token.norm in UNITS and token.norm not in DAYS:
        return True
    if token.norm in ORDINALS:  # «начала голосования в первый день голосования» names a moment
        first = token.norm == "первый" and c.peek(-2).norm == "голосования" and c.peek(-1).norm == "в"
        return c.peek(1).norm in DAYS and not first
    return token.norm in ("следующего", "следующий", "следующем") and c.peek(1).norm in ("за", "дня")


def _is_name(named: list[str], key: str) -> bool:
    """Whether words can be an event's name: a noun in them, no preposition before it, no voting day gone wrong."""
    if (
        not any(len(word) > 2 and word not in DAYS for word in named)
        or named[0] in _NO_NAME_BEGINS
        or _NO_NAME_WORDS & set(named)
    ):
        return False
    if key != OTHER_EVENT:
        return True
    days = any(one in DAYS and other == "голосования" for one, other in pairwise(named))
    one_of_days = "голосования" in named and any(word.startswith(("перв", "последн", "втор")) for word in named)
    return not days and not one_of_days


def _names_event(c: Cursor) -> bool:
    """«истечения срока полномочий», «голосования в течение нескольких дней» belong to events' names."""
    if c.at_stem("истечени"):
        return c.at_stem("срок", "полномоч", "времен", ahead=1)
    return c.at_stem("течени") and c.peek(1).norm == "нескольких"


def _ends_event(c: Cursor) -> bool:
    here = c.here
    if here.norm == ";" or starts_condition(c):
        return True
    if here.norm == "." and not (c.peek(1).glued and c.peek(1).kind is Kind.NUMBER):
        return c.peek(-1).norm not in _LAW_WORDS
    if here.norm == ",":
        ahead = 2 if c.peek(1).norm in ("а", "но", "и", "то") else 1
        if c.peek(1).norm == "а" and c.peek(2).norm == "также":
            ahead = 3
        return (
            c.peek(1).norm in ("а", "но")
            or starts_clause(c, ahead)
            or starts_condition(c, ahead)
            or starts_date(c, 1)
            or starts_labelled(c, 1)
        )
    if here.norm == "и":
        return starts_clause(c, 1) or c.peek(1).norm == "прекращается"
    if here.norm in ("или", "либо"):
        return c.peek(1).norm == "после" or c.sees("со дня", 1) or c.sees("с момента", 1)
    if here.norm in ("но", "а"):
        return True
    if here.norm == "-" and not (here.glued or c.peek(1).glued):
        return True
    if here.broken and (here.norm in ("со", "после", "с") or starts_date(c, 0) or starts_labelled(c, 0)):
        return True
    if here.kind is Kind.DATE and c.peek(-1).norm != "от":
        return True
    return starts_clause(c)


def _bracket_is_clause(c: Cursor) -> bool:
    """A bracket with an hour, a date or a bound in it is not part of an event's name."""
    return starts_clause(c, 1) or starts_date(c, 1) or starts_hour(c, 1)


def _is_reference(c: Cursor, start: int) -> bool:
    """A number inside «пунктом 4 статьи 71 ЗКО», «№ 11», «67-ФЗ»."""
    before = c.peek(-1).norm if c.pos > start else ""
    return (
        before in _LAW_WORDS - {"и"}
        or before == "-"
        or (c.peek(1).norm == "-" and c.peek(2).norm in ("фз", "оз", "рз"))
    )


def _without_law(said: list[str]) -> list[str]:
    return [word for word in said if word not in _LAW_WORDS or word == "и"]


def spelled(tokens: tuple[Token, ...]) -> str:
    """The words as written, on one line with single spaces, without the marks at their ends."""
    text = "".join(token.raw if token.glued and i else f" {token.raw}" for i, token in enumerate(tokens))
    return text.strip(' ,.;:-–—"')


def anchor(c: Cursor) -> tuple[Anchor, bool] | None:
    """A day or an event after «до», «со», «после»: the anchor, and whether the calendar day of it is meant."""
    start = c.pos
    day = day_anchor(c)
    if day is not None:
        return day, True
    if c.take("голосования", "голосование", "голосованием"):
        return VotingDay(Voting.VOTE), True
    by_day = c.take("дня", "дню", "днем", "день", "даты", "дате", "дату")
    if not by_day:
        c.take("момента", "моменту")
    found = event(c)
    if found is None:
        c.pos = start
        return None
    return found, by_day


def nth(c: Cursor) -> int | None:
    """«десятый день», «15-й день»."""
    start = c.pos
    value = ordinal(c)
    if value is not None and c.take("день", "дня", "дню"):  # «на 10 дней» is a length, not the tenth day
        return value
    c.pos = start
    return None


def forward(found: Anchor) -> Anchor:
    """«После голосования» leaves no doubt of the day: it is over with the last one."""
    return VotingDay() if found == VotingDay(Voting.VOTE) else found
