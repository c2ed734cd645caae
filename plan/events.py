"""The one published list of events from which terms are counted (`python -m bot plan events` prints it).

An event has a key, a Russian name and the ways in which wordings name it. A way (`Phrase`) is matched by the
stems of words in any order: every required stem must be there, and every other word must be one that the phrase
allows. A wording with a word too many is another event: it is `other_event` and keeps its own text. That is how
«со дня принятия решения» never becomes the decision that calls the election.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from plan.wordlist import words


class Subject(StrEnum):
    """What an event happens to: once in the campaign, once a candidate, or on every occasion."""

    CAMPAIGN = "campaign"
    CANDIDATE = "candidate"
    OCCASION = "occasion"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Stems that must all occur (one of each group), stems that may, and nothing else.

    `whose` lets a phrase say whose election it is, with names: «выборов главы города Юрги третьего созыва».
    `never` holds stems that make it another event: «окончания голосования соответствующего дня».
    """

    required: tuple[tuple[str, ...], ...]
    allowed: tuple[str, ...] = ()
    whose: bool = False
    never: tuple[str, ...] = ()

    def fits(self, words: Sequence[str], names: Collection[str] = ()) -> bool:
        """True when `words` (in normal shape) name this and nothing more; `names` are the capitalised ones."""
        if self.never and any(word.startswith(self.never) for word in words):
            return False
        spare = list(words)
        for stems in self.required:
            found = next((word for word in spare if _inflects(word, stems)), None)
            if found is None:
                return False
            spare.remove(found)
        known = tuple(stem for stems in self.required for stem in stems) + self.allowed + _LOOSE
        if self.whose:
            known += _WHOSE_ELECTION
            spare = [word for word in spare if word not in names]
        return all(word in _PARTICLES or _inflects(word, known) for word in spare)


_LONGEST_ENDING = 7  # letters behind a stem: «баллотир-оваться»; «начала-досрочного» are two words run together


def _inflects(word: str, stems: tuple[str, ...]) -> bool:
    if not word.startswith(stems):
        return False
    return any(word.startswith(stem) and len(word) - len(stem) <= _LONGEST_ENDING for stem in stems)


@dataclass(frozen=True, slots=True)
class EventType:
    key: str
    nominative: str
    genitive: str
    subject: Subject
    phrases: tuple[Phrase, ...]


# Words that never tell one event from another.
_PARTICLES = frozenset(words("о об в во на по для из от у и к с со момента момент даты его ее их"))
# Stems that qualify without changing which event it is.
_LOOSE = (
    "соответствующ",
    "избирательн",
    "комисси",
    "тик",
    "уик",
    "оик",
    "икмо",
    "ик",
    "территориальн",
    "участков",
    "окружн",
    "нижестоящ",
    "вышестоящ",
    "организующ",
    "кандидат",
    "объединен",
    "письменн",
    "фактическ",
)


# Whose election it is: «выборов депутатов Совета народных депутатов … первого созыва».
_WHOSE_ELECTION = tuple(
    words(
        "депутат глав совет дум собран муниципальн городск сельск округ район поселен област кра республик созыв "
        "перв втор треть четверт пят шест седьм восьм народн представительн орган местн самоуправлен губернатор "
        "президент российск федерац законодательн государственн досрочн дополнительн одномандатн многомандатн "
        "референдум местн город поселк образован высш должностн лиц субъект проведен"
    )
)


def _phrase(required: str, allowed: str = "", *, whose: bool = False, never: str = "") -> Phrase:
    needed = tuple(tuple(word.split("|")) for word in required.split())
    return Phrase(needed, tuple(allowed.split()), whose, tuple(never.split()))


def _event(key: str, nominative: str, genitive: str, subject: Subject, *phrases: Phrase) -> EventType:
    return EventType(key, nominative, genitive, subject, phrases)


_CALL = "решен|постановлен|указ|распоряжен назначен выбор|референдум"
_PUBLISH = "опубликован|публикаци|обнародован"  # with «официальн» allowed beside it
_DOCUMENTS = "комиссию представлен подан сдач приложен к ним всех необходим предусмотрен"

_ONE_OF_DAYS = "соответствующ"  # one of several voting days, which one is not said

_C, _P, _O = Subject.CAMPAIGN, Subject.CANDIDATE, Subject.OCCASION

OTHER_EVENT = "other_event"
"""An event that the wording names but the list does not, or that it does not name at all."""

EVENTS: tuple[EventType, ...] = (
    # Calling the election and the vote itself
    _event(
        "decided",
        "принятие решения о назначении выборов",
        "принятия решения о назначении выборов",
        _C,
        _phrase(f"принят|подписан|издан {_CALL}", whose=True),
        _phrase("назначен выбор|референдум", whose=True),
        _phrase("назначен голосован", "выбор референдум дня", whose=True),
    ),
    _event(
        "published",
        "официальное опубликование решения о назначении выборов",
        "официального опубликования решения о назначении выборов",
        _C,
        _phrase(f"{_PUBLISH} {_CALL}", "официальн", whose=True),
    ),
    _event(
        "several_days_decided",
        "принятие решения о голосовании в течение нескольких дней",
        "принятия решения о голосовании в течение нескольких дней",
        _C,
        _phrase("принят решен голосован нескольк", "проведен течение дней подряд"),
    ),
    _event("voting_day", "день голосования", "дня голосования", _C),
    _event("first_voting_day", "первый день голосования", "первого дня голосования", _C),
    _event(
        "voting_started",
        "начало голосования",
        "начала голосования",
        _C,
        _phrase("начал|открыт голосован", "времен перв день", never=_ONE_OF_DAYS),
    ),
    _event(
        "voting_ended",
        "окончание голосования",
        "окончания голосования",
        _C,
        _phrase("окончан|завершен|прекращен|истечен голосован", "времен последн день", never=_ONE_OF_DAYS),
        _phrase("окончан|завершен|прекращен|истечен голосован", "времен участк", never=_ONE_OF_DAYS),
    ),
    _event(
        "early_voting_started",
        "начало досрочного голосования",
        "начала досрочного голосования",
        _C,
        _phrase("начал досрочн голосован", "проведен"),
        _phrase("досрочн голосован", "проведен"),
    ),
    _event(
        "repeat_voting",
        "день повторного голосования",
        "дня повторного голосования",
        _C,
        _phrase("повторн голосован", "проведен"),
    ),
    # Commissions and precincts
    _event(
        "commission_formed",
        "формирование избирательной комиссии",
        "формирования избирательной комиссии",
        _O,
        _phrase("образован|формирован|сформирован комисси|уик|тик|оик", "этих указанн"),
    ),
    _event(
        "precincts_formed",
        "образование избирательных участков",
        "образования избирательных участков",
        _C,
        _phrase("образован участк", "избирательн"),
    ),
    _event(
        "commission_meeting",
        "заседание избирательной комиссии",
        "заседания избирательной комиссии",
        _O,
        _phrase(
            "заседан комисси|тик|уик|оик",
            "котор должен должн будет рассматрива рассмотр планиру вопрос регистрац список списк проведен выбор или",
        ),
    ),
    _event(
        "member_left",
        "выбытие члена комиссии",
        "выбытия члена комиссии",
        _O,
        _phrase("выбыт член", "право прав решающ голос из состав"),
        _phrase("прекращен полномоч член", "досрочн право прав решающ голос"),
    ),
    _event(
        "precinct_work_started",
        "начало работы участковой комиссии",
        "начала работы участковой комиссии",
        _C,
        _phrase("работ уик", "начал"),
        _phrase("начал работ комисси", "начал"),
    ),
    _event(
        "proposals_received",
        "поступление предложения",
        "поступления предложения",
        _O,
        _phrase("поступлен|получен|внесен предложен", "кандидатур соста резерв член назначен состав"),
    ),
    _event(
        "proposals_ended",
        "окончание приёма предложений",
        "окончания приёма предложений",
        _C,
        _phrase(
            "окончан|завершен|истечен прием|срок предложен",
            "прием срок кандидатур зачислен резерв соста дополнительн член назначен внесен",
        ),
    ),
    _event(
        "notice_published",
        "опубликование сообщения о приёме предложений",
        "опубликования сообщения о приёме предложений",
        _C,
        _phrase(
            f"{_PUBLISH} сообщен|информаци прием|формирован|зачислен|сбор",
            "предложен кандидатур соста резерв дополнительн начал информационн назначен член обнародован "
            "опубликован публикаци официальн",
        ),
    ),
    # Nomination and registration
    _event(
        "nomination_decided",
        "принятие решения о выдвижении",
        "принятия решения о выдвижении",
        _P,
        _phrase("принят решен выдвижен", "им ими список списк съезд конференц собран общ"),
    ),
    _event(
        "nomination_notified",
        "уведомление комиссии о выдвижении",
        "уведомления комиссии о выдвижении",
        _P,
        _phrase("уведомлен|извещен выдвижен", "свое самовыдвижен список списк"),
    ),
    _event(
        "consent_submitted",
        "представление заявления о согласии баллотироваться",
        "представления заявления о согласии баллотироваться",
        _P,
        _phrase("представлен|подач заявлен соглас баллотир", "комиссию данн округ одномандатн"),
    ),
    _event(
        "nomination_documents_submitted",
        "представление документов о выдвижении",
        "представления документов о выдвижении",
        _P,
        _phrase("представлен|подач|прием|поступлен документ выдвижен", "список списк комиссию"),
    ),
    _event(
        "list_certified",
        "заверение списка кандидатов",
        "заверения списка кандидатов",
        _P,
        _phrase("заверен списк|список", "копи выдач решени о"),
    ),
    _event(
        "documents_submitted",
        "представление документов для регистрации",
        "представления документов для регистрации",
        _P,
        _phrase("представлен|подач|сдач документ регистрац", f"список списк {_DOCUMENTS}"),
    ),
    _event(
        "documents_received",
        "приём документов для регистрации",
        "приёма документов для регистрации",
        _P,
        _phrase("прием|поступлен|получен документ регистрац", f"список списк {_DOCUMENTS}"),
    ),
    _event(
        "registration_decided",
        "принятие решения о регистрации или об отказе в ней",
        "принятия решения о регистрации или об отказе в ней",
        _P,
        _phrase("принят решен регистрац отказ регистрац", "список списк либо или"),
        _phrase("принят решен регистрац отказ ней", "список списк либо или"),
        _phrase("принят решен регистрац", "список списк"),
    ),
    _event(
        "candidate_registered",
        "регистрация кандидата",
        "регистрации кандидата",
        _P,
        _phrase("регистрац кандидат", "одномандатн округ по"),
    ),
    _event(
        "list_registered",
        "регистрация списка кандидатов",
        "регистрации списка кандидатов",
        _P,
        _phrase("регистрац списк"),
    ),
    _event(
        "registration_refused",
        "отказ в регистрации кандидата",
        "отказа в регистрации кандидата",
        _P,
        _phrase("принят решен отказ регистрац", "список списк"),
        _phrase("отказ регистрац", "список списк"),
    ),
    _event(
        "registration_ended",
        "завершение регистрации кандидатов",
        "завершения регистрации кандидатов",
        _C,
        _phrase("завершен|окончан регистрац", "список списк период этап"),
    ),
    _event(
        "registration_cancelled",
        "аннулирование регистрации кандидата",
        "аннулирования регистрации кандидата",
        _P,
        _phrase("аннулирован|отмен регистрац", "принят решен список списк"),
    ),
    _event(
        "withdrawal_submitted",
        "подача заявления о снятии кандидатуры",
        "подачи заявления о снятии кандидатуры",
        _P,
        _phrase("подач|поступлен|представлен заявлен снят", "кандидатур свое"),
    ),
    _event(
        "proxies_applied",
        "поступление заявления о назначении доверенных лиц",
        "поступления заявления о назначении доверенных лиц",
        _P,
        _phrase(
            "поступлен|подач|представлен заявлен доверен лиц",
            "назначен вместе заявлен сам граждан соглас быть необходим документ",
        ),
    ),
    _event(
        "fund_account_opened",
        "открытие специального избирательного счёта",
        "открытия специального избирательного счёта",
        _P,
        _phrase("открыт счет", "специальн"),
    ),
    # Papers that come and go
    _event(
        "appeal_received",
        "поступление обращения",
        "поступления обращения",
        _O,
        _phrase("обращен", "поступлен получен подач регистрац избирател граждан комиссию момент"),
    ),
    _event(
        "complaint_received",
        "поступление жалобы",
        "поступления жалобы",
        _O,
        _phrase("жалоб", "поступлен получен подач комиссию"),
    ),
    _event(
        "notification_received",
        "получение уведомления",
        "получения уведомления",
        _O,
        _phrase("получен|поступлен|подач уведомлен", "комиссию"),
    ),
    _event(
        "application_submitted",
        "подача заявления (заявки)",
        "подачи заявления (заявки)",
        _O,
        _phrase("подач|поступлен|получен|представлен заявк|заявок|заявлен", "комиссию"),
    ),
    _event(
        "representation_received",
        "поступление представления",
        "поступления представления",
        _O,
        _phrase("поступлен|получен представлен", "комиссии"),
    ),
    _event(
        "request_received",
        "поступление запроса",
        "поступления запроса",
        _O,
        _phrase("поступлен|получен запрос"),
    ),
    _event(
        "public_event",
        "проведение публичного мероприятия",
        "проведения публичного мероприятия",
        _O,
        _phrase("публичн мероприят", "проведен"),
    ),
    _event(
        "court_decision_effective",
        "вступление решения суда в силу",
        "вступления решения суда в силу",
        _O,
        _phrase("вступлен сил суд|судебн", "законн решен акт"),
    ),
    _event(
        "court_decision_received",
        "получение решения суда",
        "получения решения суда",
        _O,
        _phrase("получен|поступлен решен|акт суд|судебн", "копи"),
    ),
    # Agitation and information
    _event(
        "distribution_started",
        "начало распространения агитационных материалов",
        "начала распространения агитационных материалов",
        _P,
        _phrase("начал|распространен материал", "начал распространен агитационн предвыборн печатн этих"),
    ),
    _event(
        "lots_drawn",
        "проведение жеребьёвки",
        "проведения жеребьёвки",
        _C,
        _phrase("жеребьевк", "проведен окончан завершен"),
    ),
    # Ballots
    _event(
        "ballots_approved",
        "утверждение избирательного бюллетеня",
        "утверждения избирательного бюллетеня",
        _C,
        _phrase(
            "утвержден бюллетен",
            "форм текст количеств числ порядк осуществлен контрол за изготовлен голосован",
        ),
    ),
    _event(
        "ballots_made",
        "изготовление бюллетеней",
        "изготовления бюллетеней",
        _C,
        _phrase("изготовлен бюллетен", "окончан завершен голосован"),
    ),
    _event(
        "ballots_received",
        "получение бюллетеней",
        "получения бюллетеней",
        _C,
        _phrase("получен|поступлен бюллетен", "голосован"),
    ),
    _event(
        "ballots_handed_over",
        "передача бюллетеней на хранение",
        "передачи бюллетеней на хранение",
        _C,
        _phrase("передач хранен", "их бюллетен организующ выбор"),
    ),
    # Counting, results, accounts
    _event(
        "protocol_signed",
        "подписание протокола об итогах голосования",
        "подписания протокола об итогах голосования",
        _O,
        _phrase("подписан протокол", "итог результат голосован выбор всем член прав решающ голос"),
    ),
    _event(
        "protocol_copies_issued",
        "выдача заверенных копий протокола",
        "выдачи заверенных копий протокола",
        _O,
        _phrase("выдач копи", "заверен протокол лиц имеющ право получен эти этих всем"),
    ),
    _event(
        "protocols_received",
        "поступление протоколов от нижестоящих комиссий",
        "поступления протоколов от нижестоящих комиссий",
        _C,
        _phrase("поступлен|получен|введен протокол", "итог голосован гас выбор всех данн перв экземпляр"),
    ),
    _event(
        "totals_established",
        "установление итогов голосования",
        "установления итогов голосования",
        _C,
        _phrase("установлен|подведен итог голосован", "участк"),
    ),
    _event(
        "results_determined",
        "определение результатов выборов",
        "определения результатов выборов",
        _C,
        _phrase("определен|установлен|подведен результат|итог выбор", "общ", whose=True),
    ),
    _event(
        "results_published",
        "официальное опубликование результатов выборов",
        "официального опубликования результатов выборов",
        _C,
        _phrase(f"{_PUBLISH} результат выбор", "общ итог голосован данн официальн", whose=True),
    ),
    _event(
        "report_submitted",
        "представление итогового финансового отчёта",
        "представления итогового финансового отчёта",
        _P,
        _phrase("представлен|сдач|подач|получен|поступлен отчет", "итогов финансов комиссию"),
    ),
    _event(
        "next_election_called",
        "объявление даты следующих выборов",
        "объявления даты следующих выборов",
        _C,
        _phrase("объявлен|назначен|опубликован следующ выбор", "дат решен того же уровн официальн"),
    ),
    _event(
        OTHER_EVENT,
        "иное событие, названное в сроке",
        "события, названного в сроке",
        _O,
    ),
)

EVENT_KEYS: frozenset[str] = frozenset(event.key for event in EVENTS)
_BY_KEY = {event.key: event for event in EVENTS}


def event_type(key: str) -> EventType:
    """The event with this key. KeyError when the list has none: keys come from the list alone."""
    return _BY_KEY[key]


def name_event(words: Sequence[str], names: Collection[str] = ()) -> str:
    """The key of the event that these words (normal shape, no marks) name; `OTHER_EVENT` when none or several do.

    Of several fitting events the one with the most required stems wins: «представления документов о выдвижении»
    is not merely documents. A draw is no name at all.
    """
    best, score, drawn = OTHER_EVENT, 0, False
    for event in EVENTS:
        points = max((len(phrase.required) for phrase in event.phrases if phrase.fits(words, names)), default=0)
        if points > score:
            best, score, drawn = event.key, points, False
        elif points == score and points:
            drawn = True
    return OTHER_EVENT if drawn else best
