"""A sentence for every refusal."""

from __future__ import annotations

from services.errors import (
    AlreadyDecided,
    AlreadyDone,
    AlreadyWithdrawn,
    ChoiceGone,
    DecisionRefused,
    InvitationUnusable,
    NotAllowed,
    NotFound,
    NothingToSend,
    NothingToTeach,
    NumberTaken,
    ServiceError,
    TimePassed,
    TooFarAhead,
    TooManyQuestions,
)
from views.screen import Screen, escape
from views.translator import Markup, Translator


def refusal(error: ServiceError, t: Translator) -> Screen:
    """What the person reads who was refused."""
    return Screen(_sentence(error, t))


def _sentence(error: ServiceError, t: Translator) -> Markup:
    match error:
        case InvitationUnusable(reason="used"):
            return t(
                "This invitation has been used already. Each one works once: please ask whoever sent it for a new one."
            )
        case InvitationUnusable(reason="expired"):
            return t("This invitation has expired. Please ask whoever sent it for a new one.")
        case InvitationUnusable():
            return t(
                "I do not know this invitation. Please open the link whole, as you received it, or ask for a new one."
            )
        case NotAllowed():
            return t("You do not have the right to do this.")
        case NotFound():
            return t("This is no longer there. Please open the list again.")
        case AlreadyDone():
            return Markup(escape(already_done(error, t)))
        case NothingToSend():
            return t("There is nothing to send, or nobody to send it to.")
        case NothingToTeach():
            return t("I can remember a question in words, up to 500 characters. This one I cannot.")
        case NumberTaken():
            return t("{name} belongs to another commission already. Please check the number.", name=str(error))
        case TimePassed():
            return t("This time has passed. Please choose another one.")
        case TooFarAhead():
            return t("This is more than a year away. Please check the date.")
        case TooManyQuestions():
            return t("You have sent very many messages. Please wait ten minutes: the operators have what you sent.")
        case AlreadyDecided():
            return t("This has been decided already: {who}, {day}.", who=error.who, day=f"{error.when:%d.%m.%Y %H:%M}")
        case AlreadyWithdrawn(who="") | AlreadyWithdrawn(when=None):
            return t("This decision has been withdrawn already.")
        case AlreadyWithdrawn():
            return t("This decision has been withdrawn already: {who}.", who=error.who)
        case ChoiceGone():
            return t("The plan has changed since: this date stands there no longer. Please open the item again.")
        case DecisionRefused():
            return Markup(escape(str(error)))
        case _:
            return t("This cannot be done now.")


def not_yours(t: Translator) -> str:
    """For the alert over a mark that is not this person's to make."""
    return t.plain("Only those who are responsible for this item can make this mark.")


def already_done(error: AlreadyDone, t: Translator) -> str:
    """For the alert: somebody of the commission was faster, or the button was pressed twice."""
    if error.at is None:
        return t.plain("This has been marked as done already.")
    when = f"{error.at:%d.%m.%Y %H:%M}"
    if not error.by:
        return t.plain("This has been marked as done already, {when}.", when=when)
    return t.plain("This has been marked as done already: {who}, {when}.", who=error.by, when=when)


def gone(t: Translator) -> str:
    """For the alert over a button whose object is no longer there."""
    return t.plain("This is no longer there. Please open the list again.")


def answer_lost(t: Translator) -> Screen:
    """For who asked while the messenger took no messages, once it takes them again."""
    return Screen(t("I am sorry, my answer did not reach you: Telegram took no messages. Please ask once more."))


def something_broke(error_id: str, t: Translator) -> Screen:
    """For what nobody foresaw; the id stands in the log beside the details."""
    return Screen(
        t(
            "I am sorry, something went wrong on my side. Please try once more. Error number: {error_id}.",
            error_id=error_id,
        )
    )
