"""Refusals that a person meets. Each has a name here and a sentence in `views.errors`, in the person's language."""

from datetime import datetime


class ServiceError(Exception):
    """A use case refused; nothing was changed."""


class NotAllowed(ServiceError):
    """The actor has no right to this act."""


class NotFound(ServiceError):
    """The thing is not there (any more)."""


class InvitationUnusable(ServiceError):
    """The invitation is unknown, spent or expired; `reason` is "unknown", "used" or "expired"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class AlreadyDone(ServiceError):
    """The act was carried out before: by whom (a name, "" when not known) and when (aware, of the campaign's zone)."""

    def __init__(self, by: str = "", at: datetime | None = None) -> None:
        super().__init__(by)
        self.by = by
        self.at = at


class NothingToSend(ServiceError):
    """An announcement without content or without recipients."""


class NothingToTeach(ServiceError):
    """A question without words, or one so long that nobody asks it again."""


class TimePassed(ServiceError):
    """An announcement was to go out at a moment that has passed."""


class TooFarAhead(ServiceError):
    """An announcement was to go out so late that it must be a slip of the pen."""


class TooManyQuestions(ServiceError):
    """The hotline's limit for one person has been reached."""


class AlreadyDecided(ServiceError):
    """Somebody has decided on this date: who, and when (aware)."""

    def __init__(self, who: str, when: datetime) -> None:
        super().__init__(who)
        self.who = who
        self.when = when


class AlreadyWithdrawn(ServiceError):
    """The decision is no longer there: by whom it was withdrawn (a name, "" when not known) and when (UTC)."""

    def __init__(self, who: str = "", when: datetime | None = None) -> None:
        super().__init__(who)
        self.who = who
        self.when = when


class ChoiceGone(ServiceError):
    """The document or the count gives another date by now than the one that was to be accepted."""


class DecisionRefused(ServiceError):
    """A date or a reason that cannot be taken; the message is one Russian sentence, like the plan itself."""


class NumberTaken(ServiceError):
    """A precinct of this number belongs to another commission already."""
