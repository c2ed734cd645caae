"""Plans as commissions write them, generated: texts with brackets, «ё», dashes and line breaks, parts, empty cells."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import strategies as st

from plan.conventions import CONVENTIONS
from plan.events import EVENTS
from plan.model import Choice, Decision, Finding, Head, Item, Override, Plan, Severity

NOW = datetime(2027, 6, 28, 9, 30, tzinfo=UTC)

COMMISSIONS = (
    ("Территориальная избирательная комиссия города Юрги Кемеровской области", "Asia/Novokuznetsk"),
    ("Избирательная комиссия Алтайского края", "Asia/Barnaul"),
    ("Окружная избирательная комиссия Томской области", "Asia/Tomsk"),
    ("Территориальная избирательная комиссия № 15 города Москвы", "Europe/Moscow"),
    ("Избирательная комиссия муниципального образования город Чита", "Europe/Moscow"),
)

_ACTIVITIES = (
    "Опубликование списков избирательных участков",
    "Приём предложений по кандидатурам",
    "Оформление отдельных книг списка избирателей (в случае разделения списка на отдельные книги)",
    "Выдвижение кандидатов, списков кандидатов:\n- путём самовыдвижения;\n- избирательным объединением",
    "Передача бюллетеней нижестоящим комиссиям\nПередача бюллетеней в УИК",
    "=СУММ(1;2) – так начинается ячейка",
    "+7 (3842) 58-00-00 – телефон «горячей линии» связи с избирателями",
    "@имя: размещение в сети «Интернет» <b>не</b> & разметка",
    "Агитация в СМИ — «Кузбасс», 1-й выпуск",
    "Составление протокола\tв двух экземплярах",
)
_LAWS = (
    *("", "п. 7 ст. 19 ФЗ, п. 6 ст. 11 ЗКО", "ст. ст. 25, 26 ЗКО", "п. 13 ст. 55 ЗКО; п. 14 ст. 55 ЗКО"),
    "ст. 7 Закона Кемеровской области от 30 мая 2011 года № 54-ОЗ «О выборах» (далее – ЗКО)",
)
_BESIDE = ("План ТИК, раздел 3", "Решение Совета")  # no reader would take them for a law in brackets
_TERMS = (
    ("", ()),
    ("Не позднее чем за 40 дней до дня голосования", ("Не позднее 09.08.2027",)),
    ("Не позднее чем за 40 дней до дня голосования", ()),
    ("В течение 5 дней до дня голосования, а также в день голосования", ("С 14.09.2027 по 19.09.2027",)),
    (
        "Не позднее чем за 50 дней до дня голосования\nНе позднее чем через 3 дня со дня принятия решения",
        ("Не позднее 30.07.2027",),
    ),
    (
        "В срок, установленный ТИК\nНе позднее чем за 1 день до дня (первого дня) голосования",
        ("Не позднее 15.09.2027",),
    ),
    (
        "Не позднее чем за 5 дней до дня голосования, а при наличии вынуждающих к тому обстоятельств не позднее чем за "
        "один день до дня голосования",
        ("Не позднее 13.09.2027", "при наличии вынуждающих к тому обстоятельств не позднее 17.09.2027"),
    ),
    ("28.06.2027", ("28.06.2027",)),
    ("Незамедлительно", ()),
    ("Весь период", ()),
    ("По истечении 60 дней со дня голосования", ("С 18.11.2027",)),
    ("как получится, по усмотрению комиссии", ()),
)
_PERFORMERS = (
    "",
    "ТИК",
    "УИК, ОИК",
    "Председатели и секретари УИК",
    "Кандидаты; избирательные объединения",
    "Ёлкина А. Б.",
)
_SECTIONS = ("НАЗНАЧЕНИЕ ВЫБОРОВ", "Списки избирателей", "Выдвижение и регистрация кандидатов – партий")
_NUMBERS = ("1", "2", "3", "7а", "12", "50", "50-1", "50-2", "106")


def items(*, laws_beside: bool = False) -> st.SearchStrategy[tuple[Item, ...]]:
    """Rows in the order of their numbers, each section once or more. `laws_beside` adds laws of another kind."""
    one = st.tuples(
        st.sampled_from(_SECTIONS),
        st.sampled_from(_ACTIVITIES),
        st.sampled_from((*_LAWS, *_BESIDE) if laws_beside else _LAWS),
        st.sampled_from(_TERMS),
        st.sampled_from(_PERFORMERS),
    )

    def numbered(rows: list[tuple[str, str, str, tuple[str, tuple[str, ...]], str]]) -> tuple[Item, ...]:
        return tuple(
            Item(number, section, " ".join(activity.split("\t")), law, term, printed, performers)
            for number, (section, activity, law, (term, printed), performers) in zip(_NUMBERS, rows, strict=False)
        )

    return st.lists(one, min_size=1, max_size=len(_NUMBERS)).map(numbered)


@st.composite
def heads(draw: st.DrawFn) -> Head:
    """What a document can show: a decision or none, one to three voting days, named in the title or not."""
    commission, zone = draw(st.sampled_from(COMMISSIONS))
    last = draw(st.dates(date(2010, 1, 3), date(2040, 12, 28)))
    first = last - timedelta(days=draw(st.integers(0, min(2, last.day - 1))))
    title = "Календарный план мероприятий по подготовке и проведению выборов депутатов"
    if draw(st.booleans()):
        title += f", назначенных на {last:%d.%m.%Y}"
    number = draw(st.sampled_from(("22/77", "5/31-2", "1", "104/1015-7")))
    decided = draw(st.none() | st.dates(date(2009, 1, 1), date(2040, 1, 1)))
    return Head(
        title=title,
        commission=commission,
        zone=zone,
        decision=None if decided is None else Decision(number, decided),
        voting_day=last,
        first_voting_day=first,
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A plan whose visible head and rows a Word document can hold."""
    return Plan(draw(heads()), draw(items(laws_beside=draw(st.booleans()))))


@st.composite
def whole_plans(draw: st.DrawFn) -> Plan:
    """A plan with all that only a file of the project's own can hold."""
    head = draw(heads())
    moments = st.dates(date(1899, 1, 1), date(2060, 1, 1)) | st.datetimes(
        datetime.combine(date(1899, 1, 1), time()), datetime.combine(date(2060, 1, 1), time())
    )
    events = draw(st.dictionaries(st.sampled_from([event.key for event in EVENTS]), moments, max_size=4))
    choices = [(one.name, option) for one in CONVENTIONS for option in one.options]
    rows = draw(items(laws_beside=True))
    texts = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1, max_size=60).filter(
        lambda text: text == text.strip() and bool(text)
    )
    return Plan(
        head=Head(
            title=head.title,
            commission=head.commission,
            zone=draw(st.sampled_from(("Asia/Novokuznetsk", "Europe/Moscow", "Asia/Kamchatka"))),
            decision=head.decision,
            voting_day=head.voting_day,
            first_voting_day=head.first_voting_day,
            events=events,
            conventions=dict(draw(st.lists(st.sampled_from(choices), max_size=3))),
            abbreviations=draw(st.dictionaries(st.sampled_from(("ТИК", "ЗКО", "ГАС «Выборы»")), texts, max_size=3)),
            kind=draw(st.sampled_from(("calendar", "work"))),
        ),
        items=rows,
        noticed=tuple(
            Finding(item, "stray-text", draw(st.sampled_from(Severity)), draw(texts), draw(texts | st.just("")))
            for item in draw(st.lists(st.sampled_from([None, rows[0].number]), max_size=2, unique=True))
        ),
        overrides=draw(st.lists(overrides(rows[0].number), max_size=2).map(tuple)),
    )


@st.composite
def overrides(draw: st.DrawFn, item: str) -> Override:
    days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
    return Override(
        item=item,
        choice=draw(st.sampled_from(Choice)),
        day=draw(days),
        reason=draw(st.sampled_from(("опечатка в годе", "решение ТИК № 5/31-2", "=так решили"))),
        who="Иванова И. И., секретарь ТИК",
        when=datetime(2027, 6, 28, 10, draw(st.integers(0, 59)), tzinfo=UTC),
        side=draw(st.sampled_from(("start", "end"))),
        part=draw(st.integers(1, 3)),
        hour=draw(st.none() | st.just(time(18))),
        printed=draw(st.none() | days),
        computed=draw(st.none() | days),
    )
