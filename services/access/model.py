"""Acts that need a right, and the record kept of acts with consequences."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from services.ids import PersonId


class Action(enum.StrEnum):
    ASK = "ask"  # look into the plan, ask a question, write to the hotline: anyone
    SEE_OWN_DUTIES = "see_own_duties"
    MARK_DONE = "mark_done"  # target: the duty with those who answer for it
    WATCH = "watch"  # the rows that are nobody's duty; target: the campaign
    ANNOUNCE = "announce"  # target: the campaign
    INVITE = "invite"  # target: the grant
    ANSWER_TICKETS = "answer_tickets"
    LOAD_PLAN = "load_plan"  # target: the campaign
    DECIDE_DATE = "decide_date"  # which date is right, where the document and the law differ; target: the campaign
    TEACH = "teach"  # what a question in somebody's words asks for; target: the campaign, or the operators' chat
    SEE_STATE = "see_state"  # health, figures, the queue


@dataclass(frozen=True, slots=True)
class AuditEntry:
    at: datetime
    actor_id: PersonId | None  # None: the command line or the bot itself
    act: str  # "invitation.created", "duty.done", …
    subject: str  # "duty:17"
    details: Mapping[str, str | int]
