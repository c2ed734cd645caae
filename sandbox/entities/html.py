"""parse_mode=HTML. Source: https://core.telegram.org/bots/api#html-style"""

import re
from dataclasses import dataclass

from sandbox.entities.links import link_span
from sandbox.entities.span import Span
from sandbox.errors import ApiError, bad_request

_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "blockquote": "blockquote",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
_ENTITY = re.compile(r"&(?:#(\d{1,10})|#[xX]([0-9a-fA-F]{1,8})|(lt|gt|amp|quot));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_NAME_TOKEN = re.compile(r"[A-Za-z0-9.\-]*")
_ATTRIBUTE_NAME_END = frozenset("=>/\"' \t\r\n\f\v")


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    start: int


class _Cursor:
    """Where the parser stands in the source; reports places as byte offsets, as Telegram does."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0

    def peek(self) -> str:
        return self.source[self.at] if self.at < len(self.source) else ""

    def skip_spaces(self) -> None:
        while self.peek().isspace():
            self.at += 1

    def skip_to_tag_end(self) -> None:
        while self.at < len(self.source) and not self.source[self.at].isspace() and self.source[self.at] != ">":
            self.at += 1

    def byte(self, position: int) -> int:
        return len(self.source[:position].encode())


def parse_html(source: str) -> tuple[str, list[Span]]:
    """Text and spans of `source`; refuses, in Telegram's words, what it cannot read."""
    if "<" not in source and "&" not in source:
        return source, []
    cursor = _Cursor(source)
    out: list[str] = []
    length = 0
    spans: list[Span] = []
    nested: list[_Open] = []
    while cursor.at < len(source):
        char = source[cursor.at]
        if char == "&":
            decoded, cursor.at = _decode(source, cursor.at)
            out.append(decoded)
            length += len(decoded)
        elif char != "<":
            stop = cursor.at + 1
            while stop < len(source) and source[stop] not in "<&":
                stop += 1
            out.append(source[cursor.at : stop])
            length += stop - cursor.at
            cursor.at = stop
        elif source.startswith("</", cursor.at):
            closed = _end_tag(cursor, nested)
            if length > closed.start:
                _close(closed, "".join(out), length, spans)
        else:
            nested.append(_start_tag(cursor, length))
    if nested:
        raise _error(f'Can\'t find end tag corresponding to start tag "{nested[-1].tag}"')
    return "".join(out), spans


def _error(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")


def _decode(source: str, at: int) -> tuple[str, int]:
    match = _ENTITY.match(source, at)
    if match is None:
        return "&", at + 1
    decimal, hexadecimal, name = match.groups()
    if name:
        return _NAMED[name], match.end()
    code = int(decimal) if decimal else int(hexadecimal, 16)
    if code == 0 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return "&", at + 1
    return chr(code), match.end()


def _start_tag(cursor: _Cursor, start: int) -> _Open:
    begin = cursor.at
    cursor.at += 1
    cursor.skip_to_tag_end()
    if not cursor.peek():
        raise _error(f"Unclosed start tag at byte offset {cursor.byte(begin)}")
    tag = cursor.source[begin + 1 : cursor.at].lower()
    if tag not in _TAGS:
        raise _error(f'Unsupported start tag "{tag}" at byte offset {cursor.byte(begin)}')
    argument = ""
    while cursor.peek() != ">":
        cursor.skip_spaces()
        if cursor.peek() == ">":
            break
        name, value = _attribute(cursor, tag, begin)
        argument = _argument(tag, name, value) or argument
    cursor.at += 1
    if tag == "span" and argument != "spoiler":
        raise _error(f'Tag "span" must have class "tg-spoiler" at byte offset {cursor.byte(begin)}')
    return _Open(tag, argument, start)


def _attribute(cursor: _Cursor, tag: str, begin: int) -> tuple[str, str]:
    source, first = cursor.source, cursor.at
    while cursor.peek() and cursor.peek() not in _ATTRIBUTE_NAME_END:
        cursor.at += 1
    name = source[first : cursor.at].lower()
    unclosed = f"Unclosed start tag at byte offset {cursor.byte(begin)}"
    if not cursor.peek():
        raise _error(unclosed)
    if not name:
        raise _error(f'Empty attribute name in the tag "{tag}" at byte offset {cursor.byte(begin)}')
    cursor.skip_spaces()
    if cursor.peek() != "=":
        if not cursor.peek():
            raise _error(unclosed)
        return name, ""
    cursor.at += 1
    cursor.skip_spaces()
    if not cursor.peek():
        raise _error(f'Unclosed start tag "{tag}" at byte offset {cursor.byte(begin)}')
    quote = cursor.peek()
    if quote not in {'"', "'"}:
        match = _NAME_TOKEN.match(source, cursor.at)
        token_at, cursor.at = cursor.at, match.end() if match else cursor.at
        value = source[token_at : cursor.at].lower()
        if cursor.peek() and not cursor.peek().isspace() and cursor.peek() != ">":
            raise _error(f"Unexpected end of name token at byte offset {cursor.byte(token_at)}")
    else:
        cursor.at += 1
        parts: list[str] = []
        while cursor.peek() and cursor.peek() != quote:
            if cursor.peek() == "&":
                decoded, cursor.at = _decode(source, cursor.at)
                parts.append(decoded)
            else:
                parts.append(source[cursor.at])
                cursor.at += 1
        value = "".join(parts)
        if cursor.peek():
            cursor.at += 1
    if not cursor.peek():
        raise _error(unclosed)
    return name, value


def _argument(tag: str, name: str, value: str) -> str:
    match tag, name:
        case ("a", "href") | ("tg-emoji", "emoji-id") | ("tg-time", "unix"):
            return value
        case "code", "class" if value.startswith("language-"):
            return value.removeprefix("language-")
        case "span", "class" if value.startswith("tg-"):
            return value.removeprefix("tg-")
        case "blockquote", "expandable":
            return "1"
    return ""


def _end_tag(cursor: _Cursor, nested: list[_Open]) -> _Open:
    begin = cursor.at
    if not nested:
        raise _error(f"Unexpected end tag at byte offset {cursor.byte(begin)}")
    cursor.at += 2
    cursor.skip_to_tag_end()
    name = cursor.source[begin + 2 : cursor.at].lower()
    cursor.skip_spaces()
    if cursor.peek() != ">":
        raise _error(f"Unclosed end tag at byte offset {cursor.byte(begin)}")
    cursor.at += 1
    opened = nested.pop()
    if name and name != opened.tag:
        raise _error(
            f'Unmatched end tag at byte offset {cursor.byte(begin)}, expected "</{opened.tag}>", found "</{name}>"'
        )
    return opened


def _close(opened: _Open, text: str, end: int, spans: list[Span]) -> None:
    kind = _TAGS[opened.tag]
    if kind == "text_link":
        span = link_span(opened.argument or text[opened.start : end], opened.start, end)
        if span is not None:
            spans.append(span)
        return
    if kind == "custom_emoji":
        if not opened.argument.isdigit():
            raise _error("Invalid custom emoji identifier specified")
        spans.append(Span(kind, opened.start, end, {"custom_emoji_id": opened.argument}))
        return
    if kind == "date_time":
        if not opened.argument.isdigit():
            raise _error("Invalid date specified")
        spans.append(Span(kind, opened.start, end, {"unix_time": int(opened.argument)}))
        return
    if kind == "blockquote" and opened.argument:
        kind = "expandable_blockquote"
    if kind in {"pre", "code"} and _joined_pre(opened, kind, end, spans):
        return
    extra = {"language": opened.argument} if kind == "code" and opened.argument else {}
    spans.append(Span(kind, opened.start, end, extra))


def _joined_pre(opened: _Open, kind: str, end: int, spans: list[Span]) -> bool:
    """<pre><code class="language-x">…</code></pre> is one «pre» with a language."""
    if not spans:
        return False
    last = spans[-1]
    if (last.start, last.end) != (opened.start, end) or {last.type, kind} != {"pre", "code"}:
        return False
    language = last.extra.get("language") or opened.argument
    last.type, last.extra = "pre", ({"language": language} if language else {})
    return True
