"""An answer could not be delivered: whoever asked is told so as soon as the messenger takes messages again."""

from datetime import datetime, timedelta

from services.delivery.model import DeliveryKind, Lane, NewDelivery, Notice
from services.people.model import Person
from services.unit_of_work import Units
from services.updates import aside

FOR = timedelta(days=1)
"""After that nobody remembers what they have asked."""

TOGETHER = timedelta(minutes=10)
"""Answers lost within it are told of once."""


async def tell_of_lost_answer(units: Units, person: Person, now: datetime) -> None:
    """Put it into the outbox, where it is tried until it succeeds. Never the effect of an update
    (`services.updates.aside`)."""
    row = NewDelivery(
        dedup_key=f"answer-lost:{person.id}:{int(now.timestamp() // TOGETHER.total_seconds())}",
        kind=DeliveryKind.NOTICE,
        lane=Lane.RELAY,
        address=person.address,
        due_at=now,
        person_id=person.id,
        ids={"notice": Notice.ANSWER_LOST.value},
        expires_at=now + FOR,
    )
    with aside():
        async with units() as unit:
            await unit.outbox.add([row])
            await unit.commit()
