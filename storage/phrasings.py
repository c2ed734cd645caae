"""Questions in people's own words: set aside, taught, withdrawn."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.asking.phrasings import Phrasing, PhrasingState
from services.ids import CampaignId, PersonId, PhrasingId
from storage.portable import insert_new
from storage.tables import phrasings


class SqlPhrasings:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def set_aside(
        self, text: str, normal: str, campaign: CampaignId, now: datetime, by: PersonId | None
    ) -> Phrasing:
        values = {
            "campaign_id": campaign,
            "normal": normal,
            "text": text,
            "state": PhrasingState.OPEN,
            "item": "",
            "activity": "",
            "by_id": by,
            "at": now,
            "change": 0,
        }
        await self._connection.execute(insert_new(self._connection, phrasings).values(values))
        query = select(phrasings).where(phrasings.c.campaign_id == campaign, phrasings.c.normal == normal)
        return _phrasing((await self._connection.execute(query)).one())

    async def get(self, phrasing: PhrasingId) -> Phrasing | None:
        row = (await self._connection.execute(select(phrasings).where(phrasings.c.id == phrasing))).one_or_none()
        return _phrasing(row) if row else None

    async def teach(self, phrasing: PhrasingId, item: str, activity: str, now: datetime, by: PersonId) -> None:
        await self._change(phrasing, now, by, state=PhrasingState.LEARNED, item=item, activity=activity)

    async def withdraw(self, phrasing: PhrasingId, now: datetime, by: PersonId) -> None:
        await self._change(phrasing, now, by, state=PhrasingState.WITHDRAWN)

    async def _change(self, phrasing: PhrasingId, now: datetime, by: PersonId, **values: Any) -> None:
        change = await self.stamp() + 1
        await self._connection.execute(
            update(phrasings).where(phrasings.c.id == phrasing).values(at=now, by_id=by, change=change, **values)
        )

    async def learned(self) -> Sequence[Phrasing]:
        query = select(phrasings).where(phrasings.c.state == PhrasingState.LEARNED).order_by(phrasings.c.id)
        return [_phrasing(row) for row in await self._connection.execute(query)]

    async def in_state(
        self, state: PhrasingState, campaign: CampaignId, limit: int, skip: int = 0
    ) -> Sequence[Phrasing]:
        query = (
            select(phrasings)
            .where(phrasings.c.campaign_id == campaign, phrasings.c.state == state)
            .order_by(phrasings.c.at.desc(), phrasings.c.id.desc())
            .limit(limit)
            .offset(skip)
        )
        return [_phrasing(row) for row in await self._connection.execute(query)]

    async def count(self, state: PhrasingState, campaign: CampaignId) -> int:
        query = select(func.count()).where(phrasings.c.campaign_id == campaign, phrasings.c.state == state)
        return (await self._connection.execute(query)).scalar_one()

    async def forget_open(self, campaign: CampaignId, keep: int) -> None:
        kept = (
            select(phrasings.c.id)
            .where(phrasings.c.campaign_id == campaign, phrasings.c.state == PhrasingState.OPEN)
            .order_by(phrasings.c.at.desc(), phrasings.c.id.desc())
            .limit(keep)
        )
        await self._connection.execute(
            delete(phrasings).where(
                phrasings.c.campaign_id == campaign,
                phrasings.c.state == PhrasingState.OPEN,
                phrasings.c.id.not_in(kept),
            )
        )

    async def stamp(self) -> int:
        newest: int | None = (await self._connection.execute(select(func.max(phrasings.c.change)))).scalar_one()
        return newest or 0


def _phrasing(row: Row[Any]) -> Phrasing:
    return Phrasing(
        id=PhrasingId(row.id),
        text=row.text,
        normal=row.normal,
        campaign_id=CampaignId(row.campaign_id),
        state=PhrasingState(row.state),
        at=row.at,
        item=row.item,
        activity=row.activity,
        by=None if row.by_id is None else PersonId(row.by_id),
    )
