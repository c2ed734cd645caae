"""A person chooses the language that the bot speaks to them."""

from dataclasses import replace

from services.people.model import Actor
from services.unit_of_work import Units


async def choose_language(units: Units, actor: Actor, language: str) -> Actor:
    """Keep "ru" or "en" as the person's language; the actor with it. ValueError for any other."""
    if language not in ("ru", "en"):
        raise ValueError(language)
    async with units() as unit:
        await unit.people.set_language(actor.person.id, language)
        await unit.commit()
    return replace(actor, person=replace(actor.person, language=language))
