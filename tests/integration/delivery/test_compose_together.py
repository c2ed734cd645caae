"""Letters composed in one look at the database are those that each would have been by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from benchmarks.delivery.sending import START
from benchmarks.delivery.world import add_digests, announce, found
from services.campaigns.library import PlanLibrary
from services.delivery.compose import AnnouncementLetter, DigestLetter, Letter, compose
from services.delivery.compose_together import TOGETHER, Composer
from services.delivery.model import Delivery, DeliveryKind
from services.ids import CampaignId, PersonId
from storage.database import Database
from tests.integration.delivery.rows import rows

PEOPLE = TOGETHER + 5
"""More than one look takes."""


@pytest.fixture
async def filled(database: Database) -> list[Delivery]:
    """A digest and an announcement for people of several precincts."""
    campaign = await found(database, PEOPLE, START, precincts=4)
    await add_digests(database, campaign, range(1, PEOPLE), START.date())
    await announce(database, campaign.id, START)
    return list((await rows(database)).values())


async def together(database: Database, deliveries: Sequence[Delivery]) -> list[Letter | BaseException | None]:
    composer = Composer(database.units, PlanLibrary(), lambda: START + timedelta(minutes=1))
    return await asyncio.gather(*map(composer.compose, deliveries), return_exceptions=True)


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """What is asked of the database meanwhile."""
    asked: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        asked.append(statement)

    for engine in database.engines:
        event.listen(engine.sync_engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        for engine in database.engines:
            event.remove(engine.sync_engine, "before_cursor_execute", note)


async def test_the_letters_are_the_same(database: Database, filled: list[Delivery]) -> None:
    library = PlanLibrary()
    alone = [await compose(database.units, library, delivery, START + timedelta(minutes=1)) for delivery in filled]
    assert {type(letter) for letter in alone} == {DigestLetter, AnnouncementLetter}
    assert await together(database, filled) == alone


@pytest.mark.parametrize("kind", [DeliveryKind.ANNOUNCEMENT, DeliveryKind.DIGEST])
async def test_what_all_of_them_ask_is_asked_once(
    database: Database, filled: list[Delivery], kind: DeliveryKind
) -> None:
    alike = [one for one in filled if one.kind is kind][:TOGETHER]
    with statements(database) as few:
        await together(database, alike[:2])
    with statements(database) as many:
        await together(database, alike)
    assert len(many) == len(few)


async def test_a_letter_that_cannot_be_composed_keeps_none_of_the_others_back(
    database: Database, filled: list[Delivery]
) -> None:
    broken = [replace(filled[0], ids={"day": "tomorrow"}), replace(filled[1], ids={})]
    unknown = replace(filled[2], person_id=PersonId(10**6), campaign_id=CampaignId(10**6))
    letters = await together(database, [broken[0], *filled[3:6], broken[1], unknown, *filled[-3:]])
    assert [type(letter) for letter in letters] == [
        ValueError,
        *[DigestLetter] * 3,
        KeyError,
        type(None),
        *[AnnouncementLetter] * 3,
    ]


async def test_who_is_cut_off_keeps_none_of_the_others_back(database: Database, filled: list[Delivery]) -> None:
    composer = Composer(database.units, PlanLibrary(), lambda: START)
    asking = [asyncio.create_task(composer.compose(delivery)) for delivery in filled[:6]]
    await asyncio.sleep(0)
    asking[0].cancel()
    letters = await asyncio.gather(*asking, return_exceptions=True)
    assert [type(letter) for letter in letters] == [asyncio.CancelledError, *[DigestLetter] * 5]


async def test_everybody_hears_of_a_database_that_is_away(database: Database, filled: list[Delivery]) -> None:
    class Away:
        def __call__(self, *, reading: bool = False) -> Any:
            raise OSError("the database is away")

    composer = Composer(Away(), PlanLibrary(), lambda: START)
    letters = await asyncio.gather(*map(composer.compose, filled[:3]), return_exceptions=True)
    assert [type(letter) for letter in letters] == [OSError] * 3
    assert all(letter is not None for letter in await together(database, filled[:3])), "and it is asked again"
