"""Word documents as a person sees them: what stands in the markup and not on the page is left out, and inversely."""

from __future__ import annotations

import pytest

from plan.model import Plan
from plan.readers.blocks import plan_document
from plan.readers.calendar_plan import read_calendar_plan
from plan.readers.errors import DamagedDocument
from plan.readers.word import read_word
from tests.unit.plan_documents.documents import HEADING
from tests.unit.plan_documents.word_markup import (
    HEADER,
    STRICT,
    cell,
    document,
    paragraph,
    row,
    run,
    table,
)

TERM = "Не позднее чем за 40 дней до дня голосования"
DELETED = '<w:del w:id="1" w:author="И."/>'


def text_of(paragraphs: str, **parts: str) -> str:
    return "\n".join(block for block in read_word(document(paragraphs, **parts)) if isinstance(block, str))


def plan_of(body: str, **parts: str) -> Plan:
    heading = "".join(paragraph(line) for line in HEADING.splitlines())
    return read_calendar_plan(plan_document("план.docx", read_word(document(heading + body, **parts))))


def activities(body: str, **parts: str) -> dict[str, str]:
    return {item.number: item.activity for item in plan_of(body, **parts).items}


def field_char(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def instruction(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


@pytest.mark.parametrize(
    ("inline", "text"),
    [
        (run("Состав") + run("ление ") + run("списков"), "Составление списков"),
        (run("до") + "<w:r><w:br/></w:r>" + run("дня"), "до\nдня"),
        (run("а") + "<w:r><w:tab/></w:r>" + run("б"), "а\tб"),
        (run("50") + "<w:r><w:noBreakHyphen/></w:r>" + run("1"), "50-1"),
        (run("спи") + "<w:r><w:softHyphen/></w:r>" + run("сков"), "списков"),
        (f"<w:ins>{run('новое')}</w:ins><w:del><w:r><w:delText>старое</w:delText></w:r></w:del>", "новое"),
        (f"<w:moveFrom>{run('откуда')}</w:moveFrom><w:moveTo>{run('куда')}</w:moveTo>", "куда"),
        (f"<w:hyperlink>{run('сайт')}</w:hyperlink>", "сайт"),
        (f"<w:smartTag><w:sdt><w:sdtContent>{run('поле')}</w:sdtContent></w:sdt></w:smartTag>", "поле"),
        (f'<w:fldSimple w:instr="PAGE">{run("7")}</w:fldSimple>', "7"),
        (
            field_char("begin")
            + instruction('HYPERLINK "http://example.org"')
            + field_char("separate")
            + run("сайт комиссии")
            + field_char("end")
            + run(" и дальше"),
            "сайт комиссии и дальше",
        ),
        (
            field_char("begin")
            + instruction("IF ")
            + field_char("begin")
            + instruction("PAGE")
            + field_char("separate")
            + run("лишнее")
            + field_char("end")
            + field_char("separate")
            + run("нужное")
            + field_char("end"),
            "нужное",
        ),
        (f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>скрыто</w:t></w:r>{run('видно')}", "видно"),
        (run("ст. 11") + '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r>', "ст. 11¹"),
        (run("за 50 ") + '<w:r><w:sym w:font="Symbol" w:char="F02D"/></w:r>' + run(" 30 дней"), "за 50 – 30 дней"),
    ],
)
def test_what_a_paragraph_says(inline: str, text: str) -> None:
    assert text_of(f"<w:p>{inline}</w:p>") == text


def test_a_field_that_is_never_closed_ends_with_its_paragraph() -> None:
    broken = f"<w:p>{run('до ')}{field_char('begin')}{instruction('PAGE')}</w:p>"
    assert text_of(broken + paragraph("дальше")) == "до \nдальше"


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    assert text_of(paragraph("Календарный ", f"<w:rPr>{DELETED}</w:rPr>") + paragraph("план")) == "Календарный план"


def test_text_boxes_are_read_once() -> None:
    box = "<w:txbxContent>{}</w:txbxContent>"
    both = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice>"
        f"<w:drawing>{box.format(paragraph('УТВЕРЖДЕН'))}</w:drawing></mc:Choice><mc:Fallback>"
        f"<w:pict>{box.format(paragraph('УТВЕРЖДЕН'))}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert text_of(both).split() == ["УТВЕРЖДЕН"]


def test_strict_documents_are_read_alike() -> None:
    assert read_word(document(paragraph("План"), namespace=STRICT)) == ["План"]


@pytest.mark.parametrize("body", ["<w:p>", '<w:p w:a="&lol;"/>'])
def test_broken_markup_is_a_damaged_document(body: str) -> None:
    with pytest.raises(DamagedDocument, match="повреждён"):
        read_word(document(body))


ABSTRACT = """
<w:abstractNum w:abstractNumId="0">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2."/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="russianLower"/><w:lvlText w:val="%1)"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="2">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0b7"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/>
  <w:lvlOverride w:ilvl="0"><w:startOverride w:val="40"/></w:lvlOverride></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>
"""


def numbered(text: str = "", number: int = 1, level: int = 0) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def test_numbers_of_automatic_lists() -> None:
    body = "".join(
        [
            *(numbered("Первое"), numbered("под ним", level=1), numbered("ещё", level=1), numbered("Второе")),
            *(numbered("снова", level=1), numbered("с сорока", 3), numbered("дальше", 3)),
            *(numbered("буквой", 2), numbered("точкой", 4)),
        ]
    )
    assert text_of(body, numbering=ABSTRACT).split("\n") == [
        *("1. Первое", "1.1. под ним", "1.2. ещё", "2. Второе", "2.1. снова"),
        *("40. с сорока", "41. дальше", "а) буквой", "• точкой"),
    ]


def test_a_style_numbers_its_paragraphs() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Item"><w:basedOn w:val="Base"/></w:style>'
    )
    body = paragraph("Первое", '<w:pStyle w:val="Item"/>') + paragraph("Второе", '<w:pStyle w:val="Item"/>')
    off = paragraph("Без", '<w:pStyle w:val="Item"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert text_of(body + off, numbering=ABSTRACT, styles=styles) == "1. Первое\n2. Второе\nБез"


def test_items_numbered_by_the_word_processor() -> None:
    rows = [row(cell(numbered()), f"Дело {name}", TERM, "ТИК") for name in ("А", "Б", "В")]
    rows[1] = rows[1].replace("<w:trPr>", f"<w:trPr>{DELETED}")
    assert activities(table(HEADER, *rows), numbering=ABSTRACT) == {"1": "Дело А", "2": "Дело В"}


def test_a_footnote_is_no_part_of_the_text_and_is_told() -> None:
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = (
        f'<w:footnote w:type="separator" w:id="0">{paragraph("—")}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph(" В случае назначения повторного голосования.")}</w:footnote>'
    )
    plan = plan_of(table(HEADER, row("1.", "Передача", cell(f"<w:p>{run(TERM)}{mark}</w:p>"), "ТИК")), footnotes=notes)
    assert plan.items[0].term == TERM
    assert [(one.item, one.code) for one in plan.noticed] == [("1", "footnote")]
    assert "«В случае назначения повторного голосования.»" in plan.noticed[0].message
