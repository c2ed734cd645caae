"""The whole way of a text from a request to a message: parse, clean, trim, detect, measure."""

import re
from collections.abc import Callable

from sandbox.entities.detect import find_entities
from sandbox.entities.html import parse_html
from sandbox.entities.markdown import parse_markdown, parse_markdown_v2
from sandbox.entities.span import AUTOMATIC, MONOSPACE, QUOTES, Span, to_json, utf16_offsets
from sandbox.errors import bad_request
from sandbox.jsontypes import Json

TEXT_LIMIT = 4096
"""Characters of a message after its entities are parsed (sendMessage, `text`)."""
CAPTION_LIMIT = 1024
"""Characters of a caption after its entities are parsed (sendPhoto, `caption`)."""
ENTITIES_LIMIT = 100
"""Entities that a message keeps; the rest are dropped, as Telegram does."""

FindUser = Callable[[int], Json | None]
"""The user of that number as JSON, or None: a mention of an unknown person is dropped."""

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u2028\u2029\u202e\ud800-\udfff]")
_BLANK = " \n\u00a0\u200b\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u3000\ufeff"
_STYLES = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
_MODES = {"html": parse_html, "markdownv2": parse_markdown_v2, "markdown": parse_markdown}


def format_text(
    source: str,
    parse_mode: str | None,
    entities: list[Json] | None,
    find_user: FindUser,
) -> tuple[str, list[Json]]:
    """Trimmed text and its entities; empty text is given back as "".

    Errors: «unsupported parse_mode» and «can't parse entities: …» in Telegram's words.
    """
    source = _clean(source)
    if parse_mode and parse_mode.lower() != "none":
        parse = _MODES.get(parse_mode.lower())
        if parse is None:
            raise bad_request("unsupported parse_mode")
        text, spans = parse(source)
    else:
        text, spans = source, _explicit(source, entities) if entities else []
    text, spans = _trim(text, spans)
    if not text:
        return "", []
    if spans:
        spans = _settle(text, spans, find_user)
    spans.extend(find_entities(text, spans))
    return text, to_json(text, spans)[:ENTITIES_LIMIT] if spans else []


def _clean(text: str) -> str:
    if not _CONTROL.search(text):
        return text
    text = text.replace("\r", "")
    return _CONTROL.sub(lambda m: "" if m.group() in "\u2028\u2029\u202e" else " ", text)


def _explicit(text: str, entities: list[Json]) -> list[Span]:
    """Spans from the `entities` parameter, whose offsets count UTF-16 units."""
    offsets = utf16_offsets(text)
    index = {unit: position for position, unit in enumerate(offsets)}
    spans = []
    for entity in entities:
        start, length = entity["offset"], entity["length"]
        if start < 0 or start > 1_000_000:
            raise bad_request(f"can't parse entities: Receive an entity with incorrect offset {start}")
        if length < 0 or length > 1_000_000:
            raise bad_request(f"can't parse entities: Receive an entity with incorrect length {length}")
        if length == 0 or entity["type"] in AUTOMATIC:
            continue
        end = start + length
        if end > offsets[-1]:
            raise bad_request(
                f"can't parse entities: Entity beginning at UTF-16 offset {start} ends after the end of the "
                f"text at UTF-16 offset {end}"
            )
        if start not in index or end not in index:
            edge = "begins" if start not in index else "ends"
            raise bad_request(f"can't parse entities: Entity {edge} in a middle of a UTF-16 symbol")
        extra = {k: v for k, v in entity.items() if k not in {"type", "offset", "length"}}
        if entity["type"] == "text_mention":
            extra["user"] = entity.get("user", {}).get("id", 0)
        spans.append(Span(entity["type"], index[start], index[end], extra))
    return spans


def _trim(text: str, spans: list[Span]) -> tuple[str, list[Span]]:
    """Blank space goes at the end, and at the start as far as the first entity."""
    first = min((s.start for s in spans), default=len(text))
    left = 0
    while left < first and text[left] in _BLANK:
        left += 1
    stripped = text.rstrip(_BLANK)
    if len(stripped) <= left:
        return "", []
    if left == 0 and len(stripped) == len(text):
        return text, spans
    for span in spans:
        span.start, span.end = span.start - left, min(span.end, len(stripped)) - left
    return stripped[left:], [s for s in spans if s.end > s.start]


def _settle(text: str, spans: list[Span], find_user: FindUser) -> list[Span]:
    """Join and cut spans as Telegram does: nothing stands inside code, neighbours of a kind are one."""
    settled: list[Span] = []
    for span in spans:
        if span.type == "text_mention":
            user = find_user(span.extra["user"])
            if user is None:
                continue
            span.extra = {"user": user}
        if span.type not in MONOSPACE and span.type not in QUOTES and not text[span.start : span.end].strip(_BLANK):
            continue
        settled.append(span)
    code = [s for s in settled if s.type in MONOSPACE]
    if code:
        outer = [c for c in code if not any(o is not c and o.start <= c.start and c.end <= o.end for o in code)]
        settled = [piece for s in settled for piece in _outside(s, outer)]
    return _join(settled)


def _outside(span: Span, code: list[Span]) -> list[Span]:
    if any(span is c for c in code) or span.type in QUOTES:
        return [span]
    pieces = [span]
    for block in code:
        cut: list[Span] = []
        for piece in pieces:
            if piece.end <= block.start or block.end <= piece.start:
                cut.append(piece)
                continue
            if piece.start < block.start:
                cut.append(Span(piece.type, piece.start, block.start, piece.extra))
            if block.end < piece.end:
                cut.append(Span(piece.type, block.end, piece.end, piece.extra))
        pieces = cut
    return pieces


def _join(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    last: dict[str, Span] = {}
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        before = last.get(span.type)
        if span.type in _STYLES and before is not None and span.start <= before.end:
            before.end = max(before.end, span.end)
            continue
        joined.append(span)
        last[span.type] = span
    return joined
