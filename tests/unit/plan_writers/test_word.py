"""Plans as Word documents: what a commission signs, and what is read from it again."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from hypothesis import given

from plan.files import open_plan
from plan.model import Decision, Head, Item, Plan
from plan.readers.blocks import Table
from plan.readers.reading import read_document
from plan.readers.word import read_word
from plan.writers.opening import days_in_words
from plan.writers.word import word_document
from tests.unit.plan_documents.documents import DATA, SHIPPED
from tests.unit.plan_writers.plans import NOW, plans

FORTY_DAYS = "Не позднее чем за 40 дней до дня голосования"


@pytest.fixture(scope="module")
def shipped() -> Plan:
    return open_plan(SHIPPED)


def read_back(plan: Plan, folder: Path) -> Plan:
    path = folder / "план.docx"
    path.write_bytes(word_document(plan, NOW))
    return read_document(path)


def visible(head: Head) -> tuple[object, ...]:
    return head.title, head.commission, head.decision, head.voting_day, head.first_voting_day, head.kind


def lines_of(content: bytes) -> list[str]:
    return [block for block in read_word(content) if isinstance(block, str)]


def small(*items: Item, **head: object) -> Plan:
    known = Head(
        title="Календарный план мероприятий по подготовке выборов, назначенных на 19 сентября 2027 года",
        commission="Территориальная избирательная комиссия города Юрги",
        zone="Asia/Novokuznetsk",
        decision=Decision("5/31-2", date(2027, 6, 28)),
        voting_day=date(2027, 9, 19),
        first_voting_day=date(2027, 9, 19),
    )
    return Plan(replace(known, **head), items or (Item("1", "СПИСКИ", "Опубликование", "", FORTY_DAYS, (), "ТИК"),))  # type: ignore[arg-type]  # any field


def test_the_shipped_plan(shipped: Plan, tmp_path: Path) -> None:
    again = read_back(shipped, tmp_path)
    assert again.items == shipped.items
    assert visible(again.head) == visible(shipped.head)
    assert (again.head.zone, again.head.events) == (shipped.head.zone, shipped.head.events)
    assert again.head.abbreviations == shipped.head.abbreviations  # «ТИК» was defined in the decision
    assert again.noticed == ()  # a bracket that the document left open is closed


def test_the_work_plan(tmp_path: Path) -> None:
    plan = open_plan(DATA / "work_plan_kuzbass_2024.txt")
    again = read_back(plan, tmp_path)
    assert again.items == plan.items
    assert visible(again.head) == visible(plan.head)
    assert again.head.conventions == plan.head.conventions


@given(plans())
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, plan: Plan) -> None:
    again = read_back(plan, tmp_path_factory.mktemp("word"))
    assert again.items == plan.items
    assert visible(again.head) == visible(plan.head)


def test_the_approval_mark(shipped: Plan) -> None:
    assert lines_of(word_document(shipped, NOW))[:6] == [
        "Приложение",
        "УТВЕРЖДЁН",
        "решением территориальной избирательной комиссии",
        "Кемеровского муниципального округа",
        "от 15\u00a0декабря 2022\u00a0года №\u00a022/77",
        "КАЛЕНДАРНЫЙ ПЛАН",
    ]


def test_a_regions_commission_passes_resolutions(tmp_path: Path) -> None:
    plan = small(commission="Избирательная комиссия Алтайского края")
    lines = lines_of(word_document(plan, NOW))
    assert lines[2:4] == ["постановлением Избирательной комиссии", "Алтайского края"]
    assert read_back(plan, tmp_path).head.commission == plan.head.commission


def test_a_plan_that_is_not_approved_yet_leaves_room_for_the_decision(tmp_path: Path) -> None:
    plan = small(decision=None)
    assert "от «__» ________ 20__ года № ____" in lines_of(word_document(plan, NOW))
    assert read_back(plan, tmp_path).head.decision is None


@pytest.mark.parametrize("title", ["Календарный план", "План мероприятий, назначенных на 19 сентября 2027 года"])
def test_several_voting_days_that_the_title_does_not_name(title: str, tmp_path: Path) -> None:
    plan = small(title=title, first_voting_day=date(2027, 9, 17))
    assert "Дни голосования\u00a0– 17, 18 и 19\u00a0сентября 2027\u00a0года" in lines_of(word_document(plan, NOW))
    assert visible(read_back(plan, tmp_path).head) == visible(plan.head)


def test_days_in_words() -> None:
    assert days_in_words(date(2027, 9, 19), date(2027, 9, 19)) == "19 сентября 2027 года"
    assert days_in_words(date(2027, 9, 18), date(2027, 9, 19)) == "18 и 19 сентября 2027 года"
    assert days_in_words(date(2023, 8, 31), date(2023, 9, 2)) == "31 августа, 1 и 2 сентября 2023 года"


def test_a_date_stands_below_the_part_it_belongs_to() -> None:
    item = Item(
        "13",
        "КОМИССИИ",
        "Сбор предложений",
        "п. 14 постановления",
        "Не позднее чем за 50 дней до дня голосования\nНе позднее чем через 3 дня со дня принятия решения",
        ("Не позднее 30.07.2027",),
        "ТИК",
    )
    table = next(block for block in read_word(word_document(small(item), NOW)) if isinstance(block, Table))
    assert table.rows[-1][2].text.replace("\u00a0", " ") == (
        "Не позднее чем за 50 дней до дня голосования\nНе позднее 30.07.2027\n"
        "Не позднее чем через 3 дня со дня принятия решения"
    )


def test_a_law_that_no_brackets_can_tell_gets_a_column(tmp_path: Path) -> None:
    plan = small(Item("1", "СПИСКИ", "Опубликование", "План ТИК, раздел 3", FORTY_DAYS, (), "ТИК"))
    assert read_back(plan, tmp_path).items == plan.items
    document = docx.Document(str(tmp_path / "план.docx"))
    assert [cell.text for cell in document.tables[0].rows[0].cells][2] == "Основание"
    width, height = document.sections[0].page_width, document.sections[0].page_height
    assert width is not None and height is not None and width > height


def test_the_page(shipped: Plan, tmp_path: Path) -> None:
    path = tmp_path / "план.docx"
    path.write_bytes(word_document(shipped, NOW))
    document = docx.Document(str(path))
    page = document.sections[0]
    sizes = (page.page_width, page.page_height, page.left_margin, page.right_margin)
    assert [round((size or 0) / Mm(1)) for size in sizes] == [210, 297, 30, 10]
    assert page.different_first_page_header_footer
    assert "PAGE" in page.header._element.xml
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    assert normal.font.size == Pt(14)
    with zipfile.ZipFile(path) as package:
        styles = package.read("word/styles.xml").decode()
    assert 'w:lang w:val="ru-RU"' in styles
    assert 'w:eastAsia="Times New Roman"' in styles
    assert document.element.body[-2].tag == qn("w:p"), "Word needs a paragraph after the last table"


def test_rows(shipped: Plan, tmp_path: Path) -> None:
    path = tmp_path / "план.docx"
    path.write_bytes(word_document(shipped, NOW))
    rows = docx.Document(str(path)).tables[0]._tbl.tr_lst
    assert [bool(row.xpath("w:trPr/w:tblHeader")) for row in rows[:3]] == [True, False, False]
    whole = sum(bool(row.xpath("w:trPr/w:cantSplit")) for row in rows)
    assert len(rows) - 6 < whole < len(rows), "only rows of half a page may be parted"
    sections = [row for row in rows if row.xpath("w:tc/w:tcPr/w:gridSpan")]
    assert len(sections) == 10
    assert all(row.xpath(".//w:keepNext") for row in sections), "a heading stays with the row below it"


def test_signs_that_xml_does_not_have_are_left_out(tmp_path: Path) -> None:
    plan = small(Item("1", "СПИСКИ", "Опубли\x07кование\x00", "", FORTY_DAYS, (), "ТИК\ufffe"))
    item = read_back(plan, tmp_path).items[0]
    assert (item.activity, item.performers) == ("Опубликование", "ТИК")
