"""«Запомнить этот вопрос»: what a question asks for, said by somebody who knows."""

from __future__ import annotations

from services.asking.list_phrasings import PhrasingPage
from services.asking.phrasings import Phrasing, PhrasingState
from services.asking.teach import Offer, Taught
from services.campaigns.model import Campaign
from views.item_card import parent_of
from views.lines import activity, gist, number, shorten
from views.screen import Button, File, Press, Screen, escape
from views.translator import Markup, Translator

QUESTION_CHARACTERS = 200
LABEL_CHARACTERS = 55
FILE_NAME = "phrasings.yaml"


def teach_button(campaign: Campaign, t: Translator) -> tuple[Button, ...]:
    """Under an answer, for those who may teach."""
    return (Button(t.plain("Remember this question"), Press("teach-this", (str(campaign.id),))),)


def offer(offered: Offer, t: Translator) -> Screen:
    """Which row does this question ask for?"""
    phrasing, plan = offered.phrasing, offered.campaign_plan.plan
    said = [t("Question: «{question}»", question=_words(phrasing))]
    if phrasing.state is PhrasingState.LEARNED:
        said.append(t("It is remembered already: {item}.", item=number(phrasing.item, t)))
    said.append(t("Which item of the plan does it ask for? Press it, and I will answer such questions myself."))
    rows = []
    for dated in offered.likely:
        item = dated.item
        label = f"{number(item.number, t)}: {gist(activity(item, parent_of(plan, item)), LABEL_CHARACTERS)}"
        rows.append((Button(label, Press("teach", (str(phrasing.id), item.number))),))
    another = Button(t.plain("Another item"), Press("teach-number", (str(phrasing.id),)))
    if phrasing.state is PhrasingState.LEARNED:
        no = Button(t.plain("Remove"), Press("unteach", (str(phrasing.id),)))
    else:
        no = Button(t.plain("Do not remember"), Press("teach-not", (str(phrasing.id),)))
    return Screen("\n\n".join(said), buttons=(*rows, (another, no)))


def ask_number(t: Translator) -> Screen:
    return Screen(t("Write the number of the item, for example: 28. To stop: /cancel"))


def no_such_number(written: str, t: Translator) -> Screen:
    return Screen(
        t("The plan has no item «{written}». Write its number once more, or /cancel.", written=shorten(written, 30))
    )


def not_remembered(t: Translator) -> Screen:
    return Screen(t("I remember nothing of it."))


def taught(result: Taught, t: Translator) -> Screen:
    """Said at once, with the way back."""
    phrasing, item = result.phrasing, result.dated.item
    label = number(item.number, t)
    parent = parent_of(result.campaign_plan.plan, item)
    said = [
        t("Remembered: «{question}» asks for {item}.", question=_words(phrasing), item=label),
        Markup(escape(shorten(activity(item, parent), QUESTION_CHARACTERS))),
    ]
    if result.before.state is PhrasingState.LEARNED and result.before.item != item.number:
        said.append(t("Before this it was {item}.", item=number(result.before.item, t)))
    if result.others_too:
        said.append(t("It works from now on, in the plans of other elections as well."))
    else:
        said.append(t("It works from now on, in this plan alone: I do not know this item from other plans."))
    campaign = str(result.campaign_plan.campaign.id)
    buttons = (
        Button(t.plain("{item} in full", item=label.capitalize()), Press("item", (campaign, item.number))),
        Button(t.plain("Undo"), Press("unteach", (str(phrasing.id),))),
    )
    return Screen("\n".join(said), buttons=(buttons,))


def withdrawn(phrasing: Phrasing, t: Translator) -> Screen:
    again = Button(t.plain("Remember it after all"), Press("teach-open", (str(phrasing.id),)))
    return Screen(t("No longer remembered: «{question}».", question=_words(phrasing)), buttons=((again,),))


def phrasings(page: PhrasingPage, t: Translator) -> Screen:
    """What was taught, or what waits for somebody to say what it asks for."""
    waiting = page.state is PhrasingState.OPEN
    if waiting:
        title = t("<b>Questions that I did not understand: {n}</b>", n=page.total)
        hint = t("Press a question to say which item of the plan it asks for.")
    else:
        title = t("<b>Questions remembered: {n}</b>", n=page.total)
        hint = t("Press a question to change or remove it.")
    said: list[str] = [title]
    if page.phrasings:
        said.append(hint)
    elif waiting:
        said.append(t("There are none: everything was found, or passed to the hotline and explained."))
    else:
        said.append(t("To add one, press «Remember this question» under an answer, or write: /teach and the question."))
    rows = [(_phrasing_button(phrasing, t),) for phrasing in page.phrasings]
    return Screen("\n".join(said), buttons=(*rows, *_turners(page, t), *_ways(page, t)))


def _phrasing_button(phrasing: Phrasing, t: Translator) -> Button:
    item = f"{number(phrasing.item, t)}: " if phrasing.state is PhrasingState.LEARNED else ""
    return Button(f"{item}{shorten(phrasing.text, LABEL_CHARACTERS)}", Press("teach-open", (str(phrasing.id),)))


def _turners(page: PhrasingPage, t: Translator) -> tuple[tuple[Button, ...], ...]:
    def turn(label: str, to: int) -> Button:
        return Button(label, Press("phrasings", (page.state.value, str(to))))

    row = []
    if page.page > 0:
        row.append(turn(t.plain("‹ Back"), page.page - 1))
    if page.page < page.pages - 1:
        row.append(turn(t.plain("More ›"), page.page + 1))
    return (tuple(row),) if row else ()


def _ways(page: PhrasingPage, t: Translator) -> tuple[tuple[Button, ...], ...]:
    if page.state is PhrasingState.OPEN:
        label = t.plain("Questions remembered")
        return ((Button(label, Press("phrasings", (PhrasingState.LEARNED.value, "0"))),),)
    rows = []
    if page.open:
        label = t.plain("Not understood: {n}", n=page.open)
        rows.append((Button(label, Press("phrasings", (PhrasingState.OPEN.value, "0"))),))
    if page.total:
        rows.append((Button(t.plain("As a file"), Press("phrasings-file")),))
    return tuple(rows)


def exported(text: str, t: Translator) -> Screen:
    """All of it as a file, in the form in which the bot's own phrasings are kept, for whoever reviews them."""
    said = t("Questions remembered, to be reviewed and kept for other commissions.")
    return Screen(said, files=(File(FILE_NAME, text.encode("utf-8")),))


def _words(phrasing: Phrasing) -> str:
    return shorten(phrasing.text, QUESTION_CHARACTERS)
