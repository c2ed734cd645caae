"""parse_mode=MarkdownV2 and the legacy Markdown.

Source: https://core.telegram.org/bots/api#markdownv2-style and #markdown-style
"""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from sandbox.entities.links import link_span
from sandbox.entities.span import Span
from sandbox.errors import ApiError, bad_request

_RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
_NAMES = {
    "bold": "Bold",
    "italic": "Italic",
    "underline": "Underline",
    "strikethrough": "Strikethrough",
    "spoiler": "Spoiler",
    "code": "Code",
    "pre": "Pre",
    "pre_code": "PreCode",
    "text_link": "TextUrl",
    "custom_emoji": "CustomEmoji",
}
_CLOSERS = {"bold": "*", "code": "`", "pre": "```", "pre_code": "```", "text_link": "]", "strikethrough": "~"}
_VERBATIM = frozenset({"code", "pre", "pre_code"})


@dataclass(slots=True)
class _Open:
    kind: str
    start: int
    source_at: int
    argument: str = ""


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.out: list[str] = []
        self.spans: list[Span] = []
        self.nested: list[_Open] = []
        self.quote: int | None = None  # where the running block quotation began
        self.quote_expandable = False

    def parse(self) -> tuple[str, list[Span]]:
        while self.at < len(self.source):
            self._step()
        if self.nested:
            self._unclosed(self.nested[-1])
        self._end_quote(expandable=False)
        return "".join(self.out), self.spans

    def _step(self) -> None:
        source, at = self.source, self.at
        char = source[at]
        following = source[at + 1 : at + 2]
        if char == "\\" and following and ord(following) <= 126:
            self._emit(following, 2)
            return
        top = self.nested[-1] if self.nested else None
        if top and self._ends(top):
            self._close(top)
            return
        if top and top.kind in _VERBATIM:
            if char == "`":
                self._open(char)
            else:
                self._emit(char, 1)
            return
        if self._at_line_start() and self._quote_mark(char):
            return
        if char == "\n" or char not in _RESERVED:
            self._emit(char, 1)
            return
        self._open(char)

    def _emit(self, text: str, consumed: int) -> None:
        self.out.append(text)
        self.at += consumed
        if text == "\n" and self.quote is not None and self.source[self.at : self.at + 1] != ">":
            self._end_quote(expandable=False)

    def _at_line_start(self) -> bool:
        return not self.out or self.out[-1].endswith("\n")

    def _quote_mark(self, char: str) -> bool:
        """«>» at the start of a line quotes it; the quotation lasts while the lines begin so."""
        if char != ">":
            return False
        if self.quote is None:
            if self.nested:
                raise self._reserved(char)
            self.quote = len(self.out)
        elif self.source[self.at - 1 : self.at] != "\n":
            return False
        self.at += 1
        return True

    def _end_quote(self, *, expandable: bool) -> None:
        if self.quote is None:
            return
        if self.nested:
            self._unclosed(self.nested[-1])
        if len(self.out) > self.quote:
            kind = "expandable_blockquote" if expandable else "blockquote"
            self.spans.append(Span(kind, self.quote, len(self.out)))
        self.quote = None

    def _ends(self, top: _Open) -> bool:
        source, at = self.source, self.at
        match top.kind:
            case "italic":
                return source[at] == "_" and source[at + 1 : at + 2] != "_"
            case "underline":
                return source.startswith("__", at)
            case "spoiler":
                # «||» that ends a quotation marks it as expandable instead: see _open.
                return source.startswith("||", at)
            case "custom_emoji":
                return source[at] == "]"
            case kind:
                return source.startswith(_CLOSERS[kind], at)

    def _open(self, char: str) -> None:
        source, at = self.source, self.at
        start = len(self.out)
        if char == "_":
            kind, width = ("underline", 2) if source.startswith("__", at) else ("italic", 1)
        elif char == "*":
            kind, width = "bold", 1
        elif char == "~":
            kind, width = "strikethrough", 1
        elif char == "|" and source.startswith("||", at):
            if self.quote is not None and source[at + 2 : at + 3] in {"", "\n"}:
                self.at += 2
                self._end_quote(expandable=True)
                return
            kind, width = "spoiler", 2
        elif char == "[":
            kind, width = "text_link", 1
        elif char == "!" and source.startswith("![", at):
            kind, width = "custom_emoji", 2
        elif source.startswith("```", at):
            self._open_pre(start)
            return
        elif char == "`":
            kind, width = "code", 1
        else:
            raise self._reserved(char)
        self.nested.append(_Open(kind, start, at))
        self.at += width

    def _open_pre(self, start: int) -> None:
        source, at = self.source, self.at
        word = at + 3
        stop = word
        while stop < len(source) and not source[stop].isspace() and source[stop] != "`":
            stop += 1
        if stop != word and stop < len(source) and source[stop] != "`":
            opened = _Open("pre_code", start, at, source[word:stop])
            word = stop
        else:
            opened = _Open("pre", start, at)
        if source[word : word + 2] in {"\r\n", "\n\r"}:
            word += 2
        elif source[word : word + 1] in {"\n", "\r"}:
            word += 1
        self.nested.append(opened)
        self.at = word

    def _close(self, top: _Open) -> None:
        self.nested.pop()
        end = len(self.out)
        match top.kind:
            case "underline" | "spoiler":
                self.at += 2
            case "pre" | "pre_code":
                self.at += 3
            case _:
                self.at += 1
        if top.kind in {"text_link", "custom_emoji"}:
            self._close_link(top, end)
            return
        if end > top.start:
            extra = {"language": top.argument} if top.argument else {}
            self.spans.append(Span("pre" if top.kind == "pre_code" else top.kind, top.start, end, extra))

    def _close_link(self, top: _Open, end: int) -> None:
        url = "".join(self.out[top.start : end])
        if self.source[self.at : self.at + 1] == "(":
            url = self._url("a custom emoji URL" if top.kind == "custom_emoji" else "a URL")
        elif top.kind == "custom_emoji":
            raise _error("Custom emoji entity must contain a tg://emoji URL")
        if end == top.start:
            return
        if top.kind == "custom_emoji":
            identifier = _custom_emoji(url)
            self.spans.append(Span("custom_emoji", top.start, end, {"custom_emoji_id": identifier}))
            return
        span = link_span(url, top.start, end)
        if span is not None:
            self.spans.append(span)

    def _url(self, what: str) -> str:
        begin = self.at
        self.at += 1
        parts: list[str] = []
        while self.at < len(self.source) and self.source[self.at] != ")":
            following = self.source[self.at + 1 : self.at + 2]
            if self.source[self.at] == "\\" and following and ord(following) <= 126:
                self.at += 1
            parts.append(self.source[self.at])
            self.at += 1
        if self.at >= len(self.source):
            raise _error(f"Can't find end of {what} at byte offset {self._byte(begin + 1)}")
        self.at += 1
        return "".join(parts)

    def _reserved(self, char: str) -> ApiError:
        return _error(f"Character '{char}' is reserved and must be escaped with the preceding '\\'")

    def _unclosed(self, top: _Open) -> None:
        raise _error(f"Can't find end of {_NAMES[top.kind]} entity at byte offset {self._byte(top.source_at)}")

    def _byte(self, position: int) -> int:
        return len(self.source[:position].encode())


def parse_markdown_v2(source: str) -> tuple[str, list[Span]]:
    """Text and spans of MarkdownV2; refuses, in Telegram's words, what it cannot read."""
    return _Parser(source).parse()


def parse_markdown(source: str) -> tuple[str, list[Span]]:
    """Text and spans of the legacy Markdown, which does not nest."""
    out: list[str] = []
    spans: list[Span] = []
    at = 0
    while at < len(source):
        char = source[at]
        if char == "\\" and source[at + 1 : at + 2] in {"_", "*", "`", "["}:
            out.append(source[at + 1])
            at += 2
        elif char not in "_*`[":
            out.append(char)
            at += 1
        else:
            at = _legacy_entity(source, at, out, spans)
    return "".join(out), spans


def _legacy_entity(source: str, at: int, out: list[str], spans: list[Span]) -> int:
    char = source[at]
    closer = "```" if source.startswith("```", at) else {"[": "]"}.get(char, char)
    first = at + len(closer)
    kind = {"_": "italic", "*": "bold", "`": "code", "```": "pre", "]": "text_link"}[closer]
    extra = {}
    if closer == "```":
        line, newline, _ = source[first:].partition("\n")
        if newline and line and " " not in line and "`" not in line:
            extra, first = {"language": line}, first + len(line)
        if source[first : first + 1] == "\n":
            first += 1
    end = source.find(closer, first)
    if end < 0:
        offset = len(source[:at].encode())
        raise _error(f"Can't find end of the entity starting at byte offset {offset}")
    body, start = source[first:end], len(out)
    out.extend(body)
    at = end + len(closer)
    if kind == "text_link":
        url = body
        if source[at : at + 1] == "(":
            url, _, _ = source[at + 1 :].partition(")")
            at += len(url) + 2
        span = link_span(url, start, len(out))
        if span is not None and body:
            spans.append(span)
    elif body:
        spans.append(Span(kind, start, len(out), extra))
    return at


def _error(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")


def _custom_emoji(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme != "tg":
        raise _error("Custom emoji URL must have scheme tg")
    if (parts.netloc or parts.path) != "emoji":
        raise _error('Custom emoji URL must have host "emoji"')
    identifier = parse_qs(parts.query).get("id", [""])[0]
    if not identifier:
        raise _error("Custom emoji URL must have an emoji identifier")
    if not identifier.isdigit() or identifier.startswith("0"):
        raise _error("Invalid custom emoji identifier specified")
    return identifier
