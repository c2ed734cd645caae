"""parse_mode HTML and MarkdownV2: what they give and what they refuse, in Telegram's words."""

from typing import Any

import pytest

from sandbox.entities.format import format_text
from sandbox.errors import ApiError

ANNA = {"id": 5, "is_bot": False, "first_name": "Анна"}


def formatted(source: str, mode: str | None = None, entities: list[dict[str, Any]] | None = None) -> Any:
    text, found = format_text(source, mode, entities, lambda number: ANNA if number == 5 else None)
    return text, [(e["type"], e["offset"], e["length"]) for e in found]


def full(source: str, mode: str | None = None) -> list[dict[str, Any]]:
    return format_text(source, mode, None, lambda number: ANNA if number == 5 else None)[1]


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>Срок</b> завтра", "Срок завтра", [("bold", 0, 4)]),
        ("<strong>a</strong><em>b</em><ins>c</ins><del>d</del>", "abcd", None),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("🎉<b>🎉x</b>", "🎉🎉x", [("bold", 2, 3)]),
        ("1 &lt; 2 &amp;&amp; 3 &gt; 2 &quot;&#1078;&#x436;", '1 < 2 && 3 > 2 "жж', []),
        ("&nbsp; &laquo; AT&T", "&nbsp; &laquo; AT&T", []),
        ("<B>x</b>", "x", [("bold", 0, 1)]),
        ("<b></b>x", "x", []),
        ("<tg-spoiler>x</tg-spoiler><span class='tg-spoiler'>y</span>", "xy", [("spoiler", 0, 2)]),
        ("<blockquote>x</blockquote>", "x", [("blockquote", 0, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
        ("<a>x.ru</a>", "x.ru", [("text_link", 0, 4)]),
        ('<a href="no link">x</a>', "x", []),
        ('<a href="tg://user?id=5">А</a> <a href="tg://user?id=6">Б</a>', "А Б", [("text_mention", 0, 1)]),
        ("<b>a<code>b</code>c</b>", "abc", [("bold", 0, 1), ("code", 1, 1), ("bold", 2, 1)]),
        ("<b>a</b><b>b</b>", "ab", [("bold", 0, 2)]),
        ("  <b> x </b>\n ", " x", [("bold", 0, 2)]),
        ("<b>x</>", "x", [("bold", 0, 1)]),
    ],
)
def test_html(source: str, text: str, entities: list[tuple[str, int, int]] | None) -> None:
    got, found = formatted(source, "HTML")
    assert got == text
    if entities is not None:
        assert found == entities


def test_html_links_and_code_keep_their_details() -> None:
    assert (
        full('<a href="https://cikrf.ru/law?a=1&amp;b=2">закон</a>', "HTML")[0]["url"] == "https://cikrf.ru/law?a=1&b=2"
    )
    assert full('<a href="cikrf.ru">закон</a>', "HTML")[0]["url"] == "http://cikrf.ru/"
    assert full('<pre><code class="language-python">x</code></pre>', "HTML") == [
        {"type": "pre", "offset": 0, "length": 1, "language": "python"}
    ]
    assert full('<a href="tg://user?id=5">А</a>', "HTML")[0]["user"] == ANNA


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>x</i>", 'Can\'t find end tag corresponding to start tag "b"'),
        ("жж <x>y</x>", 'Unsupported start tag "x" at byte offset 5'),
        ("<p>y</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("</b>", "Unexpected end tag at byte offset 0"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<a href=x,y>z</a>", "Unexpected end of name token at byte offset 8"),
        ("<i =x>y</i>", 'Empty attribute name in the tag "i" at byte offset 0'),
        ('<tg-emoji emoji-id="x">y</tg-emoji>', "Invalid custom emoji identifier specified"),
    ],
)
def test_html_refused(source: str, reason: str) -> None:
    with pytest.raises(ApiError) as caught:
        formatted(source, "HTML")
    assert caught.value.description == f"Bad Request: can't parse entities: {reason}"


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("*Срок* _завтра_", "Срок завтра", [("bold", 0, 4), ("italic", 5, 6)]),
        (
            "__a__ ~b~ ||c|| `d`",
            "a b c d",
            [("underline", 0, 1), ("strikethrough", 2, 1), ("spoiler", 4, 1), ("code", 6, 1)],
        ),
        ("*a _b_*", "a b", [("bold", 0, 3), ("italic", 2, 1)]),
        ("_a __b___", "a b", [("italic", 0, 3), ("underline", 2, 1)]),
        ("1\\. x\\-y\\!", "1. x-y!", []),
        ("[закон](http://x.ru/a\\))", "закон", [("text_link", 0, 5)]),
        (">q1\n>q2\nx", "q1\nq2\nx", [("blockquote", 0, 6)]),
        ("**>q1\n>q2||\nx", "q1\nq2\nx", [("expandable_blockquote", 0, 5)]),
        ("🎉 *🎉*", "🎉 🎉", [("bold", 3, 2)]),
        ("`a*b`", "a*b", [("code", 0, 3)]),
        ("\\\\", "\\", []),
    ],
)
def test_markdown_v2(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    assert formatted(source, "MarkdownV2") == (text, entities)


def test_markdown_v2_code_with_a_language() -> None:
    assert full("```python\nprint(1)```", "MarkdownV2") == [
        {"type": "pre", "offset": 0, "length": 8, "language": "python"}
    ]


@pytest.mark.parametrize("char", "]()>#+-=|{}.!")
def test_markdown_v2_reserved_characters(char: str) -> None:
    with pytest.raises(ApiError) as caught:
        formatted(f"x{char}", "MarkdownV2")
    wanted = f"Character '{char}' is reserved and must be escaped with the preceding '\\'"
    assert caught.value.description == f"Bad Request: can't parse entities: {wanted}"
    assert formatted(f"x\\{char}", "MarkdownV2") == (f"x{char}", [])


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("ж _x", "Can't find end of Italic entity at byte offset 3"),
        ("*x", "Can't find end of Bold entity at byte offset 0"),
        ("__x", "Can't find end of Underline entity at byte offset 0"),
        ("~x", "Can't find end of Strikethrough entity at byte offset 0"),
        ("||x", "Can't find end of Spoiler entity at byte offset 0"),
        ("`x", "Can't find end of Code entity at byte offset 0"),
        ("```x", "Can't find end of Pre entity at byte offset 0"),
        ("```py x", "Can't find end of PreCode entity at byte offset 0"),
        ("[x](y", "Can't find end of a URL at byte offset 4"),
        (">*x\ny", "Can't find end of Bold entity at byte offset 1"),
        ("![x]", "Custom emoji entity must contain a tg://emoji URL"),
        ("![x](http://emoji?id=1)", "Custom emoji URL must have scheme tg"),
    ],
)
def test_markdown_v2_refused(source: str, reason: str) -> None:
    with pytest.raises(ApiError) as caught:
        formatted(source, "markdownv2")
    assert caught.value.description == f"Bad Request: can't parse entities: {reason}"


def test_legacy_markdown() -> None:
    assert formatted("*a* _b_ `c` [d](http://x.ru)", "Markdown") == (
        "a b c d",
        [("bold", 0, 1), ("italic", 2, 1), ("code", 4, 1), ("text_link", 6, 1)],
    )
    with pytest.raises(ApiError, match="Can't find end of the entity starting at byte offset 2"):
        formatted("a *b", "Markdown")


def test_an_unknown_parse_mode_is_refused() -> None:
    with pytest.raises(ApiError, match="unsupported parse_mode"):
        formatted("x", "BBCode")


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("/start abc", [("bot_command", 0, 6)]),
        ("см. /help@srok_bot.", [("bot_command", 4, 14)]),
        ("и/или, a/b", []),
        ("https://cikrf.ru/x?a=1, дальше", [("url", 0, 22)]),
        ("на сайте cikrf.ru.", [("url", 9, 8)]),
        ("пункт 1.2.3 от 12.03.2023", []),
        ("пишите a.b@mail.ru", [("email", 7, 11)]),
        ("@srok_bot и #выборы", [("mention", 0, 9), ("hashtag", 12, 7)]),
        ("🎉 /start", [("bot_command", 3, 6)]),
        ("№#5", []),
    ],
)
def test_entities_that_telegram_finds_itself(text: str, entities: list[tuple[str, int, int]]) -> None:
    assert formatted(text)[1] == entities


def test_nothing_is_found_inside_code_or_a_link() -> None:
    assert formatted("<code>/start</code> <a href='http://x.ru'>@name_name</a>", "HTML")[1] == [
        ("code", 0, 6),
        ("text_link", 7, 10),
    ]


@pytest.mark.parametrize("blank", ["", " ", "\n\n", "\u200b", "<b> </b>"])
def test_blank_text_is_empty(blank: str) -> None:
    assert formatted(blank, "HTML") == ("", [])


def test_control_characters_go() -> None:
    assert formatted("a\r\nb\tc\x00d")[0] == "a\nb c d"


def test_explicit_entities_count_utf16() -> None:
    given = [{"type": "bold", "offset": 3, "length": 1}, {"type": "bot_command", "offset": 0, "length": 2}]
    assert formatted("🎉 x", None, given) == ("🎉 x", [("bold", 3, 1)])


@pytest.mark.parametrize(
    ("offset", "length", "reason"),
    [
        (1, 1, "Entity begins in a middle of a UTF-16 symbol"),
        (0, 1, "Entity ends in a middle of a UTF-16 symbol"),
        (0, 9, "Entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 9"),
        (-1, 2, "Receive an entity with incorrect offset -1"),
        (0, -2, "Receive an entity with incorrect length -2"),
    ],
)
def test_explicit_entities_refused(offset: int, length: int, reason: str) -> None:
    with pytest.raises(ApiError) as caught:
        formatted("🎉 x", None, [{"type": "bold", "offset": offset, "length": length}])
    assert reason in caught.value.description
