"""Refusals that a person meets. Each has a name here and a sentence in `views.errors`, in the person's language."""


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
    """The act was carried out before: by whom and when the caller can read from the object."""


class NothingToSend(ServiceError):
    """An announcement without content or without recipients."""


class TooManyQuestions(ServiceError):
    """The hotline's limit for one person has been reached."""
