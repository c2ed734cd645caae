"""What Telegram answered, or did not -> an Outcome: sent, refused for good, refused for now, or nobody knows.

A refusal is definite when the Bot API itself said no (`ok: false`), or when nothing can have been written: no name, no
connection, no TLS. Everything after the first written byte is ambiguous until an answer has been read.
https://core.telegram.org/bots/api#making-requests
"""

from __future__ import annotations

from dataclasses import replace

from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiohttp import ClientConnectorError, ConnectionTimeoutError, InvalidURL, ServerFingerprintMismatch

from messengers.telegram.session import UnreadableAnswer
from services.delivery.model import Ambiguous, Moved, Outcome, Refused, RetryLater, Sent, Unreachable
from services.people.model import Address, UnreachableReason

NETWORK_RETRY_SECONDS = 5.0
SERVER_RETRY_SECONDS = 10.0
TOKEN_RETRY_SECONDS = 60.0
"""A refused token is the administrator's to mend; what waits is kept meanwhile."""

NO_SUCH_PAGE = (404, 405, 501)
"""HTTP statuses of a server that has nothing at the method's address."""

NEVER_WRITTEN = (ClientConnectorError, ConnectionTimeoutError, InvalidURL, ServerFingerprintMismatch)

NO_PERSON = ("user_is_blocked", "user_deactivated", "user is deactivated", "bot was blocked")

NO_CHAT = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "chat_id is empty",
    "group chat was deleted",
    "group chat was deactivated",
    "upgraded to a supergroup",  # without saying where: its own service message tells (messengers.telegram.desk)
    "the group was deleted",
    "have no rights to send",
    "not enough rights to send",
    "chat_write_forbidden",
    "chat_restricted",
    "administrator rights",
    "chat_admin_required",
)


class PartlyShown(Exception):
    """Of a screen of several messages the first arrived, and `cause` befell a later one."""

    def __init__(self, cause: Exception) -> None:
        super().__init__(f"after a part had arrived: {cause}")
        self.cause = cause


def outcome_of(error: BaseException, address: Address) -> Outcome:
    """What an exception of a sending call means for the delivery to `address`.

    Raises the exception again when it is not one of a messenger's (a mistake of the code).
    """
    match error:
        case TelegramRetryAfter():
            # Nothing in it tells a chat's own limit from the whole bot's: other chats' refusals do (scheduler.holds).
            return RetryLater(float(error.retry_after), error.message, asked=True)
        case TelegramMigrateToChat():
            return Moved(replace(address, chat=str(error.migrate_to_chat_id), thread=None))
        case PartlyShown():
            return _of_the_rest(outcome_of(error.cause, address))
        case TelegramForbiddenError():
            return Unreachable(_forbidden_reason(error.message), error.message)
        case TelegramServerError() | TelegramNotFound() if names_no_method(error):
            return Refused(error.message)
        case TelegramUnauthorizedError() | TelegramNotFound():
            return RetryLater(TOKEN_RETRY_SECONDS, error.message, lane_wide=True)
        case TelegramBadRequest():
            if any(said in error.message.lower() for said in NO_PERSON):
                return Unreachable(_forbidden_reason(error.message), error.message)
            if any(said in error.message.lower() for said in NO_CHAT):
                return Unreachable(UnreachableReason.NO_CHAT, error.message)
            return Refused(error.message)
        case TelegramEntityTooLarge():
            return Refused(error.message)
        case TelegramConflictError() | TelegramServerError():
            return RetryLater(SERVER_RETRY_SECONDS, error.message)
        case TelegramNetworkError():
            if isinstance(error.__cause__, NEVER_WRITTEN):
                return RetryLater(NETWORK_RETRY_SECONDS, error.message)
            return Ambiguous(error.message)
        case UnreadableAnswer():
            return _of_unreadable(error)
        case ClientDecodeError():
            return sent_after_all(error) or Ambiguous(str(error))
        case TelegramAPIError():
            return Refused(error.message)
        case AiogramError() | UnicodeDecodeError() | OSError():
            return Ambiguous(f"{type(error).__name__}: {error}")
        case _:
            raise error


def names_no_method(error: AiogramError) -> bool:
    """Whether a server says that it does not know the method: other people's Bot API servers know only some.

    Telegram itself says «Not Found: method not found» so, and a bare «Not Found» of a wrong token.
    """
    match error:
        case UnreadableAnswer():
            return error.status in NO_SUCH_PAGE
        case TelegramNotFound() | TelegramBadRequest():
            said = error.message.lower()
            return "method" in said and any(word in said for word in ("not found", "unknown", "support", "implement"))
        case TelegramServerError():
            return "not implemented" in error.message.lower()
        case _:
            return False


def sent_after_all(error: BaseException) -> Sent | None:
    """A server took the message and answered with one that aiogram cannot read: the id is all that is needed."""
    if isinstance(error, ClientDecodeError) and isinstance(error.data, dict) and error.data.get("ok") is True:
        result = error.data.get("result")
        first = result[0] if isinstance(result, list) and result else result
        if isinstance(first, dict) and isinstance(first.get("message_id"), int):
            return Sent(str(first["message_id"]))
    return None


def _of_the_rest(outcome: Outcome) -> Outcome:
    """Trying again repeats the part that has arrived: it has to say so, and nobody but its author repeats an
    announcement."""
    match outcome:
        case RetryLater(_, detail):
            return Ambiguous(f"a part has arrived; {detail}")
        case _:
            return outcome


def _forbidden_reason(message: str) -> UnreachableReason:
    said = message.lower()
    if "deactivated" in said:
        return UnreachableReason.DEACTIVATED
    if "blocked" in said:
        return UnreachableReason.BLOCKED
    return UnreachableReason.NO_CHAT  # kicked, not a member, can't initiate conversation, a bot


def _of_unreadable(error: UnreadableAnswer) -> Outcome:
    """A page instead of an answer comes from something between here and the Bot API. A gateway that got no answer in
    time (504) may have handed the request on, and so may one that says all is well; the others did not reach it."""
    detail = f"HTTP {error.status}, not the Bot API's answer"
    if error.status in (502, 503) or 300 <= error.status < 500 or error.status == 500:
        return RetryLater(error.retry_after or SERVER_RETRY_SECONDS, detail)
    return Ambiguous(detail)
