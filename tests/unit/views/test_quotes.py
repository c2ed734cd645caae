"""What goes to somebody else's chat: a date that is right by itself, one message, and nobody's name."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from plan.dated import date_plan
from plan.yaml_file import load
from services.asking.quote_plan import Footing, Quote, Quotes
from services.campaigns.model import Campaign, CampaignPlan, CampaignState
from services.ids import CampaignId, CommissionId, PlanVersionId
from views import item_card
from views.item_card import unnamed
from views.quotes import Offer, offers
from views.screen import plain
from views.translator import load_translators

PLAN = Path(__file__).parents[3] / "data" / "plans" / "2023-03-12-kmo-11.yaml"
NOW = datetime(2023, 1, 24, 3, tzinfo=UTC)
T = load_translators().of("ru")


def campaign_plan(document: str) -> CampaignPlan:
    plan = load(document, "план")
    campaign = Campaign(
        CampaignId(1),
        "a",
        plan.head.title,
        CommissionId(1),
        plan.head.zone,
        CampaignState.ACTIVE,
        PlanVersionId(1),
        plan.head.voting_day,
    )
    return CampaignPlan(campaign, PlanVersionId(1), plan, date_plan(plan))


@pytest.fixture(scope="module")
def seeded() -> CampaignPlan:
    return campaign_plan(PLAN.read_text(encoding="utf-8"))


def changed(number: str, **fields: Any) -> CampaignPlan:
    """The plan with one row that reads otherwise."""
    document = yaml.safe_load(PLAN.read_text(encoding="utf-8"))
    row = next(item for item in document["items"] if str(item["number"]) == number)
    row.update(fields)
    return campaign_plan(yaml.safe_dump(document, allow_unicode=True))


def offer(plan: CampaignPlan, number: str, part: int | None = None, *, now: datetime = NOW) -> Offer:
    dated = plan.dated_item(number)
    assert dated is not None
    [row] = offers(Quotes(Footing.SURE, (Quote(plan, dated, part),)), 0, 20, now, T).rows
    return row


@pytest.mark.parametrize(
    ("number", "part", "title"),
    [
        ("28", None, "пн, 30 января, до 18:00 — п. 28"),
        ("39", None, "не позднее сб, 4 марта — п. 39"),
        ("39", 1, "не позднее ср, 8 марта, при условии — п. 39"),
        ("50", None, "по частям — п. 50"),
    ],
)
def test_titles(seeded: CampaignPlan, number: str, part: int | None, title: str) -> None:
    assert offer(seeded, number, part).title == title


def test_of_a_term_with_a_condition_the_day_that_is_left_is_named_with_it(seeded: CampaignPlan) -> None:
    late = datetime(2023, 3, 6, 3, tzinfo=UTC)
    assert offer(seeded, "39", now=late).title == "не позднее ср, 8 марта, при условии — п. 39"


def test_every_row_can_be_sent(seeded: CampaignPlan) -> None:
    for dated in seeded.dated:
        row = offer(seeded, dated.item.number)
        assert len(row.title) <= 90, row.title
        assert 0 < len(row.description) <= 200
        text = plain(row.text)
        assert len(text) <= 4096
        assert f"п. {dated.item.number} плана, дополнительные выборы" in text
        assert row.text.count("<b>") == row.text.count("</b>")


def test_whatever_a_plan_holds_a_card_is_one_message_with_its_date_and_source(monkeypatch: pytest.MonkeyPatch) -> None:
    long = "Очень длинное поручение комиссии, " * 90
    plan = changed("28", activity=long, law="ст. 28 " * 300, performers="Кандидат, " * 200)
    text = plain(offer(plan, "28").text)
    assert len(text) <= 4096
    assert "Как посчитано" in text
    monkeypatch.setattr(item_card, "QUOTE_CHARACTERS", 1000)
    text = plain(offer(plan, "28").text)
    assert "Срок: пн, 30 января, до 18:00" in text
    assert "Как посчитано" not in text
    assert "Источник: п. 28 плана" in text


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Петрова Е.А., отдел кадров", "отдел кадров"),
        ("отдел кадров, Петрова Е.А.", "отдел кадров"),
        ("Петрова Е.А.; Иванов И. И.", ""),
        ("Иванова Мария Петровна, секретарь ТИК", "секретарь ТИК"),
        ("председатель ТИК (Е.А. Петрова), УИК", "председатель ТИК, УИК"),
        ("УИК,  ТИК", "УИК,  ТИК"),
        ("ст. 11.1 п. 2 67-ФЗ", "ст. 11.1 п. 2 67-ФЗ"),
    ],
)
def test_names_are_left_away(text: str, bare: str) -> None:
    assert unnamed(text) == bare


def test_a_row_that_names_people_is_quoted_without_them() -> None:
    plan = changed("28", performers="Петрова Е.А., секретарь ТИК", activity="Приём документов (Иванов И.И.)")
    row = offer(plan, "28")
    for said in (row.title, row.description, row.text):
        assert "Петров" not in said
        assert "Иванов" not in said
    assert "Кто: секретарь ТИК" in plain(row.text)
    alone = offer(changed("28", performers="Петрова Е.А."), "28")
    assert "Кто:" not in plain(alone.text)


def test_where_several_elections_are_under_way_each_row_says_of_which_it_is(seeded: CampaignPlan) -> None:
    dated = seeded.dated_item("28")
    assert dated is not None
    [row] = offers(Quotes(Footing.SURE, (Quote(seeded, dated),), of_several=True), 0, 20, NOW, T).rows
    assert row.description.rpartition(" — ")[2].startswith("дополнительные выборы")


def test_pages(seeded: CampaignPlan) -> None:
    quotes = Quotes(Footing.DAYS, tuple(Quote(seeded, dated) for dated in seeded.dated[:45]))
    pages = [offers(quotes, first, 20, NOW, T) for first in (0, 20, 40, 60)]
    assert [(len(page.rows), page.more) for page in pages] == [(20, True), (20, True), (5, False), (0, False)]
