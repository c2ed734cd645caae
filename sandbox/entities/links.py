"""Links inside formatted text: a web address, or a mention of a person by number."""

import re

from sandbox.entities.span import Span

_USER = re.compile(r"tg://user/?\?id=(\d+)\Z", re.IGNORECASE)
_SCHEMES = ("http://", "https://", "tg://", "ton://", "mailto:", "tel:")
_HOST = re.compile(r"(?:[^\s/?#@]*@)?((?:[\w\-]+\.)+[^\W\d_][\w\-]*|localhost|\d{1,3}(?:\.\d{1,3}){3})(?::\d{1,5})?\Z")


def link_span(address: str, start: int, end: int) -> Span | None:
    """The span of a link; None where the address is none, and Telegram shows the text without a link."""
    person = _USER.match(address.strip())
    if person:
        return Span("text_mention", start, end, {"user": int(person.group(1))})
    url = normal_url(address)
    return Span("text_link", start, end, {"url": url}) if url else None


def normal_url(address: str) -> str | None:
    """The address as Telegram keeps it (a scheme, a host, «/» after a bare host), or None if it is none."""
    address = address.strip()
    lower = address.lower()
    if lower.startswith(("tg://", "ton://", "mailto:", "tel:")):
        return address if len(address) > len("tg://") else None
    if not lower.startswith(_SCHEMES):
        if "://" in address:
            return None
        address = f"http://{address}"
    scheme, _, rest = address.partition("://")
    cut = re.search(r"[/?#]", rest)
    host = rest[: cut.start()] if cut else rest
    tail = rest[cut.start() :] if cut else ""
    if not _HOST.match(host):
        return None
    if not tail.startswith("/"):
        tail = f"/{tail}"
    return f"{scheme.lower()}://{host}{tail}"
