"""A stretch of formatted text and the arithmetic of its offsets.

Inside this package offsets count Python characters (code points); the Bot API counts UTF-16 units.
"""

from dataclasses import dataclass, field

from sandbox.jsontypes import Json

AUTOMATIC = frozenset(
    {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number"}
)
"""Entities that Telegram finds by itself; given explicitly they are ignored."""

MONOSPACE = frozenset({"code", "pre"})
QUOTES = frozenset({"blockquote", "expandable_blockquote"})


@dataclass(slots=True)
class Span:
    """One entity: text[start:end] is `type`, with the type's own fields in `extra`."""

    type: str
    start: int
    end: int
    extra: Json = field(default_factory=dict)


def utf16_length(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text) + sum(c > "\uffff" for c in text)


def to_json(text: str, spans: list[Span]) -> list[Json]:
    """The spans as Bot API entities with UTF-16 offsets, outer before inner."""
    spans.sort(key=lambda s: (s.start, -s.end, s.type not in QUOTES))
    if text.isascii() or max(text) <= "\uffff":
        return [{"type": s.type, "offset": s.start, "length": s.end - s.start, **s.extra} for s in spans]
    units = utf16_offsets(text)
    return [
        {"type": s.type, "offset": units[s.start], "length": units[s.end] - units[s.start], **s.extra} for s in spans
    ]


def utf16_offsets(text: str) -> list[int]:
    """For each character's index (and the end) its offset in UTF-16 units."""
    offsets = [0]
    for char in text:
        offsets.append(offsets[-1] + (2 if char > "\uffff" else 1))
    return offsets


def slice_utf16(text: str, offset: int, length: int) -> str:
    """The part of a text that an entity covers."""
    if text.isascii():
        return text[offset : offset + length]
    units = text.encode("utf-16-le")
    return units[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")
