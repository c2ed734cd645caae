"""Entities that Telegram finds by itself in any text: commands, links, mentions, tags, addresses."""

import re

from sandbox.entities.span import MONOSPACE, Span

_DOMAINS = (
    "com|org|net|info|biz|edu|gov|mil|int|ru|su|рф|by|kz|ua|uz|am|ge|de|fr|uk|us|eu|io|me|dev|app|ai|tv|co|pro|site|"
    "online|xyz|moscow|москва|дети|cc|pl|cz|it|es|fi|se|no|nl|ch|at|cn|jp|in|tr|il"
)
_HINT = re.compile(r"[/@#$.]")
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "url",
        re.compile(
            r"(?<![\w@/.\-])(?:https?://|tg://|(?=[\w\-]+\.))"
            rf"(?:(?:[\w\-]+\.)+(?:{_DOMAINS})\b(?:\.(?:{_DOMAINS})\b)*|(?<=tg://)\w+"
            r"|(?<=://)(?:\d{1,3}\.){3}\d{1,3}|(?<=://)localhost|(?<=://)(?:[\w\-]+\.)+[a-zа-я]{2,})"
            r"(?::\d{1,5})?(?:[/?#][^\s<>«»\"]*)?",
            re.IGNORECASE,
        ),
    ),
    ("email", re.compile(r"(?<![\w.+\-])[\w.+\-]{1,64}@(?:[\w\-]+\.)+[a-zа-я]{2,}\b", re.IGNORECASE)),
    ("bot_command", re.compile(r"(?<![\w/<>@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])")),
    ("mention", re.compile(r"(?<![\w@/.])@[A-Za-z0-9_]{3,32}\b")),
    ("hashtag", re.compile(r"(?<![\w@/&])#(?=\w*[^\W\d_])\w{1,256}(?:@[A-Za-z0-9_]{3,32})?\b")),
    ("cashtag", re.compile(r"(?<![\w$])\$[A-Z]{1,8}\b")),
)
_TRAILING = ".,;:!?…)]}'"


def find_entities(text: str, given: list[Span]) -> list[Span]:
    """Spans found in `text` that do not cross the `given` ones (a link or code is left alone)."""
    if not _HINT.search(text):
        return []
    taken = [
        (s.start, s.end)
        for s in given
        if s.type in MONOSPACE or s.type in {"text_link", "text_mention", "custom_emoji"}
    ]
    found: list[Span] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if kind == "url":
                end = _url_end(text, start, end)
            if any(start < b and a < end for a, b in taken):
                continue
            taken.append((start, end))
            found.append(Span(kind, start, end))
    return found


def _url_end(text: str, start: int, end: int) -> int:
    """A link ends before the sentence's punctuation; a closing bracket stays if it was opened inside."""
    while end > start and text[end - 1] in _TRAILING:
        if text[end - 1] == ")" and text.count("(", start, end) >= text.count(")", start, end):
            break
        end -= 1
    return end
