"""Tables of Word documents: merged cells, headers, sections, several tables, and where the plan stands among them."""

from __future__ import annotations

import pytest

from plan.model import Plan
from plan.readers.blocks import Table, plan_document
from plan.readers.calendar_plan import read_calendar_plan
from plan.readers.errors import NoPlanTable
from plan.readers.word import read_word
from tests.unit.plan_documents.documents import HEADING
from tests.unit.plan_documents.word_markup import HEADER, cell, document, paragraph, row, run, table

TERM = "Не позднее чем за 40 дней до дня голосования"
DELETED = '<w:del w:id="1" w:author="И."/>'


def plan_of(body: str, **parts: str) -> Plan:
    heading = "".join(paragraph(line) for line in HEADING.splitlines())
    return read_calendar_plan(plan_document("план.docx", read_word(document(heading + body, **parts))))


def activities(body: str, **parts: str) -> dict[str, str]:
    return {item.number: item.activity for item in plan_of(body, **parts).items}


def test_cells_merged_down_hold_for_every_item_beside_them() -> None:
    first, rest = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        HEADER,
        row("1.", "Первое", TERM, cell("ТИК", first)),
        row("2.", "Второе", TERM, cell("", rest)),
        row("3.", "Третье", TERM, "УИК"),
    )
    assert [item.performers for item in plan_of(body).items] == ["ТИК", "ТИК", "УИК"]


def test_an_item_of_several_rows_is_one_item() -> None:
    first, rest = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        HEADER,
        row(cell("1.", first), cell("Передача", first), "Не позднее чем за 10 дней до дня голосования", "ТИК"),
        row(cell("", rest), cell("", rest), "Не позднее дня, предшествующего дню голосования", "УИК"),
    )
    plan = plan_of(body)
    (item,) = plan.items
    assert (item.activity, item.performers) == ("Передача", "ТИК\nУИК")
    assert item.term.count("\n") == 1
    assert plan.noticed == ()


def test_sections_in_every_shape() -> None:
    across = '<w:gridSpan w:val="4"/>'
    body = table(
        HEADER,
        row(*(str(n) for n in range(1, 5))),
        row(cell("1. Назначение выборов", across)),
        row("1.", "Первое", TERM, "ТИК"),
        row("II.", cell("Списки избирателей", '<w:gridSpan w:val="3"/>')),
        row("2.", "Второе", TERM, "ТИК"),
        row("", "ВЫДВИЖЕНИЕ КАНДИДАТОВ", "", ""),
        row("3.", "Третье", TERM, "ТИК"),
        HEADER,
        row("4.", "Четвертое", TERM, "ТИК"),
    )
    assert [item.section for item in plan_of(body).items] == [
        "1. Назначение выборов",
        "II. Списки избирателей",
        "ВЫДВИЖЕНИЕ КАНДИДАТОВ",
        "ВЫДВИЖЕНИЕ КАНДИДАТОВ",
    ]


def test_a_table_for_each_section() -> None:
    body = "".join(
        [
            paragraph("Назначение выборов"),
            table(HEADER, row("1.", "Первое", TERM, "ТИК")),
            paragraph("Списки избирателей"),
            table(HEADER, row("2.", "Второе", TERM, "УИК")),
            paragraph("Кандидаты"),
            table(row("3.", "Третье", TERM, "ТИК")),
            paragraph("Председатель"),
            table(row("Председатель комиссии", "И.И. Иванов"), columns=(4000, 4000)),
        ]
    )
    plan = plan_of(body)
    assert [(item.number, item.section) for item in plan.items] == [
        ("1", ""),
        ("2", "Списки избирателей"),
        ("3", "Кандидаты"),
    ]


def test_the_table_may_stand_within_another() -> None:
    inner = table(HEADER, row("1.", "Первое", TERM, "ТИК"))
    stamp = table(row("", "УТВЕРЖДЕН решением комиссии"), columns=(4000, 4000))
    assert activities(stamp + table(row(cell(inner + paragraph())), columns=(9000,))) == {"1": "Первое"}


def test_rows_cut_otherwise_than_the_header_fall_under_its_columns() -> None:
    body = table(
        row(
            cell("№ п/п", '<w:gridSpan w:val="2"/>'),
            cell("Содержание мероприятия", '<w:gridSpan w:val="2"/>'),
            "Срок исполнения",
            "Исполнители",
        ),
        row("1.", cell("Первое", '<w:gridSpan w:val="3"/>'), TERM, "ТИК"),
        row(cell("2.", '<w:gridSpan w:val="2"/>'), "Второе", cell(TERM, '<w:gridSpan w:val="2"/>'), "УИК"),
        columns=(500, 100, 3900, 100, 2500, 2000),
    )
    assert [(item.number, item.activity, item.term, item.performers) for item in plan_of(body).items] == [
        ("1", "Первое", TERM, "ТИК"),
        ("2", "Второе", TERM, "УИК"),
    ]


def test_a_header_of_two_rows() -> None:
    first, rest = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        row(
            cell("№ п/п", first),
            cell("Мероприятие", first),
            cell("Срок", '<w:gridSpan w:val="2"/>'),
            cell("Исполнитель", first),
        ),
        row(cell("", rest), cell("", rest), "по закону", "дата", cell("", rest)),
        row("1.", "Первое", TERM, "09.08.2027", "ТИК"),
        columns=(600, 4000, 2000, 1500, 2000),
    )
    (item,) = plan_of(body).items
    assert (item.term, item.printed, item.performers) == (TERM, ("09.08.2027",), "ТИК")


def test_columns_in_another_order_and_more_of_them() -> None:
    header = row("Исполнители", "Дата", "Срок исполнения", "Наименование мероприятия", "Отметка об исполнении")
    body = table(header, row("ТИК", "09.08.2027", TERM, "Передача списков", "исполнено"), columns=(1, 1, 1, 1, 1))
    (item,) = plan_of(body).items
    assert (item.number, item.activity, item.term, item.printed, item.performers) == (
        "1",
        "Передача списков",
        TERM,
        ("09.08.2027",),
        "ТИК",
    )


def test_what_was_found_instead_of_the_plan_is_said() -> None:
    other = table(row("Фамилия", "Имя", "Телефон"), row("Иванов", "Иван", "1"), columns=(1, 1, 1))
    with pytest.raises(NoPlanTable, match=r"столбцов — 3, её первая строка — «Фамилия», «Имя», «Телефон»"):
        plan_of(other)
    with pytest.raises(NoPlanTable, match="таблиц нет"):
        plan_of(paragraph("Письмо"))


def test_a_table_within_a_cell_is_its_text() -> None:
    inner = table(row("кандидаты", "партии"), columns=(1, 1))
    blocks = read_word(document(table(row(cell(paragraph("До:") + inner)), columns=(1,))))
    (found,) = blocks
    assert isinstance(found, Table)
    assert found.rows[0][0].text == "До:\nкандидаты\nпартии"


def test_text_hidden_by_a_style_or_a_row_is_not_read() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="Base"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Hidden"><w:basedOn w:val="Base"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Note"><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    hidden = '<w:r><w:rPr><w:rStyle w:val="Hidden"/></w:rPr><w:t>тайно </w:t></w:r>'
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> и это</w:t></w:r>'
    note = paragraph("заметка", '<w:pStyle w:val="Note"/>')
    body = table(
        HEADER,
        row("1.", cell(f"<w:p>{hidden}{run('видно')}{shown}</w:p>{note}"), TERM, "ТИК"),
        row("2.", "Скрытое", TERM, "ТИК", properties="<w:hidden/>"),
    )
    assert activities(body, styles=styles) == {"1": "видно и это"}


def test_rows_that_were_moved_stand_where_they_went() -> None:
    def moved(text: str, way: str) -> str:
        mark = f'<w:rPr><w:{way} w:id="1"/></w:rPr>'
        return f"<w:tc><w:p><w:pPr>{mark}</w:pPr><w:{way}>{run(text)}</w:{way}></w:p></w:tc>"

    second = ("2.", "Второе", TERM, "ТИК")
    body = table(
        HEADER,
        row(*(moved(text, "moveFrom") for text in second)),
        row("1.", "Первое", TERM, "ТИК"),
        row(*(moved(text, "moveTo") for text in second)),
    )
    assert list(activities(body)) == ["1", "2"]


def test_a_cell_keeps_its_text_when_its_last_mark_is_deleted() -> None:
    last = paragraph("Передача", f"<w:rPr>{DELETED}</w:rPr>")
    assert activities(table(HEADER, row("1.", cell(last), TERM, "ТИК"))) == {"1": "Передача"}


def test_content_controls_around_rows_and_cells() -> None:
    def control(inner: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    second = f"<w:tr>{control(cell('2.'))}{cell('Второе')}{control(cell(TERM))}{cell('ТИК')}</w:tr>"
    body = control(table(HEADER, control(row("1.", "Первое", TERM, "ТИК")), second))
    assert activities(body) == {"1": "Первое", "2": "Второе"}


def test_the_plan_is_the_second_table() -> None:
    letterhead = table(row("Исходящий", "№ 5"), row("дата", "01.02.2027"), columns=(3000, 3000))
    plan = plan_of(letterhead + paragraph("План") + table(HEADER, row("1.", "Первое", TERM, "ТИК")))
    assert [item.activity for item in plan.items] == ["Первое"]


def test_a_table_in_a_text_box() -> None:
    box = f"<w:txbxContent>{table(HEADER, row('1.', 'Первое', TERM, 'ТИК'))}</w:txbxContent>"
    both = (
        f"<mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict>"
    )
    assert activities(f"<w:p><w:r>{both}</mc:Fallback></mc:AlternateContent></w:r></w:p>") == {"1": "Первое"}


def test_headings_of_sections_in_rows_like_any_other() -> None:
    body = table(
        HEADER,
        row("", "Раздел I. Назначение", "", ""),
        row("1.", "Первое", TERM, "ТИК"),
        row("Раздел II", "", "", ""),
        row("2.", "Второе", TERM, "ТИК"),
        row("", "с приложением", "", ""),
        row("III", "СПИСКИ", "", ""),
        row("3.", "Третье", TERM, "ТИК"),
    )
    assert [(item.section, item.activity) for item in plan_of(body).items] == [
        ("Раздел I. Назначение", "Первое"),
        ("Раздел II", "Второе с приложением"),
        ("III СПИСКИ", "Третье"),
    ]


def test_numbered_headings_above_numbered_items() -> None:
    body = table(
        HEADER,
        row("1", "Назначение выборов", "", ""),
        row("1.1", "Первое", TERM, "ТИК"),
        row("2", "Списки", "", ""),
        row("2.1", "Второе", TERM, "ТИК"),
    )
    assert [(item.number, item.section) for item in plan_of(body).items] == [
        ("1.1", "1. Назначение выборов"),
        ("2.1", "2. Списки"),
    ]


def test_the_ends_of_a_term_in_two_columns() -> None:
    header = row("№", "Мероприятие", "Дата начала", "Дата окончания", "Исполнитель")
    body = table(
        header,
        row("1", "Голосование отдельных групп", "17.09.2027", "19.09.2027", "УИК"),
        row("2", "Приём", "", "20.08.2027", "ТИК"),
        row("3", "Тираж", "10.08.2027", "10.08.2027", "ТИК"),
        columns=(1, 1, 1, 1, 1),
    )
    assert [item.term for item in plan_of(body).items] == [
        *("с 17.09.2027 по 19.09.2027", "не позднее 20.08.2027", "10.08.2027"),
    ]
