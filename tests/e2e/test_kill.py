"""The bot as a process: killed in the middle of sending, started again, started twice, asked to stop."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.seeds import PlanSeed
from plan.model import Position
from sandbox import Person, Sandbox, SandboxServer, Trouble
from services.campaigns.activate_campaign import activate_campaign
from services.campaigns.add_precincts import add_precincts
from services.campaigns.library import PlanLibrary
from services.campaigns.seed_campaign import seed_campaign
from services.people.accept_invitation import accept_invitation
from services.people.invite import invite
from services.people.model import Address, Grant, MembershipRole
from services.people.recognise import recognise
from storage.database import open_database
from tests.e2e.processes import started

MEMBERS = 12
DELIVERED_FIRST = 3

MAYBE_REPEATED = "Возможно, вы уже получали это сообщение."
LATE = "Сообщение опоздало"

ZONES = ("America/New_York", "Europe/Kaliningrad", "Asia/Novokuznetsk", "Asia/Kamchatka")
"""In one of them it is after nine in the morning, and not yet night, whatever the time."""

PLAN = """\
title: Выборы депутатов, назначенные на {voting_day}
commission: ТИК Кемеровского округа
zone: {zone}
voting_day: {voting_day}
items:
  - number: '1'
    activity: Оборудование помещения для голосования
    term: Не позднее чем за 3 дня до дня голосования
    performers: УИК
"""


async def test_everybody_has_the_message_whenever_the_process_dies(tmp_path: Path) -> None:
    """The bot was down at nine; at work on the messages that are due it is killed. The next process finishes them, a
    third may not come beside it, and it stops in good order when it is told to. A fourth loses its token at work."""
    sandbox = Sandbox()
    members = [sandbox.add_user(f"Член{n}") for n in range(MEMBERS)]
    for member in members:
        member.start()  # they have opened the dialog, so the bot may write
    sandbox.bot.feed.drop_pending()
    plan = _plan_due_today()
    (tmp_path / "plan.yaml").write_text(plan, encoding="utf-8")
    database = f"sqlite+aiosqlite:///{tmp_path / 'srok.db'}"
    await _seat(members, plan, database)

    async with SandboxServer(sandbox) as server:
        settings = {
            "BOT_TOKEN": sandbox.token,
            "BOT_API_URL": server.base_url,
            "DATABASE_URL": database,
            "PLANS": "plan.yaml",
        }
        # From the fourth on, nobody learns whether the message has arrived: two did, and the rest did not.
        heard = sandbox.faults.network(Trouble.SILENCE_AFTER, method="sendMessage", times=2, skip=DELIVERED_FIRST)
        unheard = sandbox.faults.network(Trouble.SILENCE, method="sendMessage", times=None, skip=DELIVERED_FIRST)
        async with started("run", cwd=tmp_path, settings=settings) as first:
            await sandbox.changes.until(
                lambda: (heard.struck == 2 and unheard.struck > 0) or None,
                60,
                lambda: f"not sending:\n{first.transcript}",
            )
            first.kill()
            assert await first.ends() == -9
        arrived = {member.id: len(_mornings(member)) for member in members}
        assert sum(arrived.values()) == DELIVERED_FIRST + 2
        sandbox.faults.clear()

        async with started("run", cwd=tmp_path, settings=settings) as second:
            for member in members:
                await member.wait_for(lambda m: m.text.startswith("Ваши сроки"), seconds=60)
            await sandbox.changes.until(
                lambda: sum(len(_mornings(m)) for m in members) >= MEMBERS + 2 or None, 60, lambda: second.transcript
            )
            async with started("run", cwd=tmp_path, settings=settings) as third:
                assert await third.ends() == 2
            assert len(third.err) == 1
            assert "занята другим запущенным экземпляром" in third.err[0]
            assert "srok.db" in third.err[0]
            second.terminate()
            assert await second.ends() == 0
            assert not [line for line in second.err if "error" in line or "Traceback" in line], second.transcript

        async with started("run", cwd=tmp_path, settings={**settings, "LOG_LEVEL": "ERROR"}) as fourth:
            members[0].send("/help")
            await members[0].wait_for(lambda m: m.text.startswith("Что я умею"), seconds=60)
            feed = sandbox.bot.feed
            sandbox.revoke_token(sandbox.token)
            feed.wake()  # its long poll ends, and the next one is refused
            assert await fourth.ends() == 2
            assert len(fourth.err) == 1, fourth.transcript
            assert "Telegram больше не принимает BOT_TOKEN" in fourth.err[0]

    for member in members:
        mornings = _mornings(member)
        assert all(LATE in text for text in mornings), "the bot was not there at nine, and says so"
        repeats = [MAYBE_REPEATED in text for text in mornings[arrived[member.id] :]]
        assert len(mornings) <= 2
        if arrived[member.id] and repeats:
            assert repeats == [True], "who has it twice is told that it may be a repeat"
    assert sum(len(_mornings(member)) == 2 for member in members) == 2, "the two in doubt, and nobody else"


def _mornings(member: Person) -> list[str]:
    return [m.text for m in member.from_bot() if m.text.startswith("Ваши сроки")]


def _zone() -> ZoneInfo:
    now = datetime.now(UTC)
    return next(zone for zone in map(ZoneInfo, ZONES) if 10 <= now.astimezone(zone).hour < 21)


def _plan_due_today() -> str:
    """Item 1 ends today, by the clock of a zone in which it is day."""
    zone = _zone()
    return PLAN.format(voting_day=datetime.now(zone).date() + timedelta(days=4), zone=zone.key)


def _this_morning() -> datetime:
    zone = _zone()
    today: date = datetime.now(zone).date()
    return datetime.combine(today, time(8), zone).astimezone(UTC)


async def _seat(members: Sequence[Person], plan: str, database_url: str) -> None:
    """This morning at eight all of them had accepted their invitations to one УИК; then the bot went down."""
    now, library = _this_morning(), PlanLibrary()
    async with await open_database(database_url) as database:
        units = database.units
        seed = PlanSeed("plan", plan)
        campaign = await seed_campaign(units, seed.slug, seed.document, now)
        (precinct,) = await add_precincts(units, library, None, campaign.commission_id, [1034], now)
        await activate_campaign(units, library, campaign.id, now)
        grant = Grant(MembershipRole.COMMISSION, precinct.id, position=Position.MEMBER)
        for member in members:
            actor = await recognise(units, Address("telegram", str(member.id)), member.name, "ru", now)
            invited = await invite(units, None, grant, member.name, now)
            await accept_invitation(units, library, actor, invited.token, now)
