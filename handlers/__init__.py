"""What a person types and presses: parse, call one service, render one view.

`build_router()` gives the one router to include into the dispatcher. Its handlers are handed by name, from the
dispatcher's workflow data: `units`, `library`, `clock`, `translators`, `turn` (pacing), `desk` (the operators' chat, an
Address or None), and `background` (set by the intake). `messengers.telegram.middlewares.install` adds `actor`, `t`,
`talk`, `now`. What nearly all of them need comes as one `request`.
"""

from aiogram import Router

from handlers import (
    announcements,
    asker,
    chairman,
    decisions,
    fallback,
    group,
    inline,
    inviter,
    leaving,
    member,
    operator,
    public,
    question,
    teaching,
)


def build_router() -> Router:
    """A fresh router with all handlers, in the order in which they are asked: replies to operators, what ends an open
    dialogue, commands and keys, open dialogues, free text, and what answers everything else last."""
    root = Router(name="srok")
    for routes in _ORDER:
        root.include_router(routes.build())
    return root


_ORDER = (
    asker.replies,
    leaving.router,
    teaching.router,
    operator.router,
    inline.arrivals,
    public.router,
    member.router,
    inviter.router,
    chairman.router,
    announcements.router,
    asker.router,
    decisions.router,
    inline.router,
    question.router,
    group.router,
    fallback.router,
)
