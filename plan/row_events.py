"""Events that a term names in part and its row in full: «со дня его принятия» of the decision that the row is about.

A term stands beside its activity, and leaves out what that says: «Вручение копии решения об отказе в регистрации – в
течение суток с момента принятия решения». Only what the row settles is named; where two events fit, or none, the term
keeps waiting for an event of its own (`other_event`), and no date is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from plan.events import OTHER_EVENT, name_event
from plan.model import Item
from plan.term.tokens import Kind, tidy, tokenize
from plan.term.tree import Anchor, AtOnce, Beside, Bound, Event, Months, Part, Period, Term


@lru_cache(maxsize=4096)
def with_row_events(term: Term, item: Item) -> Term:
    """The term with each unlisted event named where the row's activity, section or performers settle which it is."""
    parts = tuple(_part(part, item) if isinstance(part, Part) else part for part in term.parts)
    return term if parts == term.parts else replace(term, parts=parts)


@lru_cache(maxsize=4096)
def own_event(activity: str) -> str:
    """The key of the event that an activity is («Принятие решения о назначении выборов …»), or `OTHER_EVENT`."""
    words = [token for token in tokenize(tidy(activity)) if token.kind is Kind.WORD]
    return name_event([token.norm for token in words], {token.norm for token in words[1:] if token.capital})


def _part(part: Part, item: Item) -> Part:
    bounds = tuple(_bound(bound, item) for bound in part.bounds)
    return part if bounds == part.bounds else replace(part, bounds=bounds)


def _bound(bound: Bound, item: Item) -> Bound:
    if isinstance(bound, (Period, Months)):
        return bound
    if isinstance(bound, AtOnce):
        return replace(bound, after=tuple(_anchor(one, item) for one in bound.after))
    return bound if bound.anchor is None else replace(bound, anchor=_anchor(bound.anchor, item))


def _anchor(anchor: Anchor, item: Item) -> Anchor:
    if isinstance(anchor, Beside):
        return replace(anchor, base=_anchor(anchor.base, item))
    if not isinstance(anchor, Event) or anchor.key != OTHER_EVENT:
        return anchor
    said = _folded(anchor.text)
    keys = {key for way in _WAYS if (key := way(said, item)) is not None}
    return replace(anchor, key=keys.pop()) if len(keys) == 1 else anchor


def _folded(text: str) -> str:
    return " ".join(text.lower().replace("ё", "е").split())


_ITS_DECISION = re.compile(
    r"(?:(?:его|такого) )?принятия(?: (?:указанного|данного|соответствующего|этого|такого))?(?: решения)?"
)
_DECISION = re.compile(r"\bрешени(?:е|я|ю|ем)\b", re.IGNORECASE)


def _decision(said: str, item: Item) -> str | None:
    """«принятия решения»: of the one decision that the row is about, and not takes."""
    activity = " ".join(item.activity.split())
    if not _ITS_DECISION.fullmatch(said) or _folded(activity).startswith("принят"):
        return None
    named = list(_DECISION.finditer(activity))
    if len(named) != 1:
        return None
    about = re.split(r"[,;.]|\bс изложением\b", activity[named[0].end() :])[0]
    words = [token for token in tokenize(tidy(about)) if token.kind is Kind.WORD]
    names = {token.norm for token in words if token.capital}
    return _listed(name_event(["принятия", "решения", *(token.norm for token in words)], names))


_DOCUMENTS = re.compile(
    r"(?P<how>представления|подачи|сдачи|приема|поступления|получения)"
    r"(?: (?:этих|указанных|всех|необходимых))? документов"
)


def _documents(said: str, item: Item) -> str | None:
    """«представления документов»: for the nomination or the registration that the row, else its section, is about."""
    match = _DOCUMENTS.fullmatch(said)
    if match is None:
        return None
    activity = _folded(item.activity)
    if re.search(r"доверенн|наблюдател|аккредитац|\bчлен\w* (?:избирательн\w+ )?комисс", activity):
        return None
    if "уполномоченн" in activity:
        agents = re.search(r"регистрац\w+ уполномоченн|назначен\w+ уполномоченн", activity)
        if agents is not None:
            return "agents_applied"
    if re.search(r"заверени\w+ списк", activity):
        return "nomination_documents_submitted"
    received = match["how"] in ("приема", "поступления", "получения")
    # «Проверка порядка выдвижения, подписей» is done on the documents for registration.
    cues = (
        (activity, r"\b(?:о|об|для|при) (?:\w+ )?выдвижени|документ\w* [^,;]*выдвижени"),
        (_folded(item.section), "выдвижени"),
    )
    for text, nomination in cues:
        nominated = re.search(nomination, text) is not None
        registered = re.search(r"\bрегистрац|\bподписн\w+ лист|\bподписей|порядка выдвижени", text) is not None
        if nominated and registered:
            return None
        if nominated:
            return "nomination_documents_submitted"
        if registered:
            return "documents_received" if received else "documents_submitted"
    return None


def _registration(said: str, item: Item) -> str | None:
    """«регистрации»: of the candidate, or of a candidate or a list where the row speaks of both."""
    text = f"{_folded(item.activity)} {_folded(item.performers)}"
    others = r"доверенн|уполномоченн|наблюдател|объединени\w+ граждан|инициативн|избранн"
    if said != "регистрации" or "кандидат" not in text or re.search(others, text):
        return None
    return "registered" if re.search(r"\bспис", text) else "candidate_registered"


def _gathering(said: str, item: Item) -> str | None:
    """«проведения мероприятия»: the congress that nominates, or the public event that the row is about."""
    if said not in ("мероприятия", "проведения мероприятия", "его проведения", "указанного мероприятия"):
        return None
    activity = _folded(item.activity)
    congress = re.search(r"\bконференци|\bсъезд|\bобщ\w+ собрани|\bсобрани\w+ по выдвижен", activity) is not None
    public = re.search(r"публичн\w+ мероприят|\bмитинг|\bшестви|\bдемонстрац|\bпикет", activity) is not None
    if congress == public:
        return None
    return "nomination_event" if congress else "public_event"


def _by_a_word(key: str, said_as: str, about: str) -> Callable[[str, Item], str | None]:
    """A way that names `key` where the term's words are `said_as` and the activity speaks of `about`."""

    def way(said: str, item: Item) -> str | None:
        return key if re.fullmatch(said_as, said) and re.search(about, _folded(item.activity)) else None

    return way


_WAYS: tuple[Callable[[str, Item], str | None], ...] = (
    _decision,
    _documents,
    _registration,
    _gathering,
    # What 67-ФЗ (ст. 47 п. 8, ст. 50 п. 6, ст. 54 п. 1.1, ст. 57 п. 1) counts from the call's publication; an account
    # of money or of results is counted from another.
    _by_a_word(
        "published",
        r"официального опубликования решения",
        r"^(?!.*(?:\bотчет|результат|итог)).*(?:эфирн|телерадиовещ|печатн\w+ агитационн|средств\w* [^;]*бюджет)",
    ),
    _by_a_word(
        "results_published",
        r"официального опубликования (?:общих )?результатов",
        r"\bизбран\w+ (?:депутат|кандидат|глав)|\bотчет\w* [^;]*средств|хранени\w+ [^;]*(?:бюллетен|документ|протокол)",
    ),
    _by_a_word("results_determined", r"определения (?:общих )?результатов", r"\bизбран\w* (?:депутат|кандидат|глав)"),
    _by_a_word("ballots_approved", r"утверждения (?:их )?формы и текста", r"\bбюллетен"),
    _by_a_word(
        "distribution_started",
        r"(?:начала распространения|(?:начала )?их распространения)",
        r"\bагитац\w* [^;]*материал",
    ),
    _by_a_word("account_documents_shown", r"(?:предъявления|представления) документов", r"открыти\w+ [^;]*\bсчет"),
    _by_a_word("election_notified", r"(?:получения )?(?:такого )?извещения", r"\bизбран|\bмандат|несовместим"),
)


def _listed(key: str) -> str | None:
    return None if key == OTHER_EVENT else key
