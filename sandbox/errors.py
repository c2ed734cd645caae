"""What the Bot API answers instead of a result: a code, a sentence and sometimes parameters.

Source: https://core.telegram.org/bots/api#making-requests and the texts that Telegram's servers send.
"""

from sandbox.jsontypes import Json


class ApiError(Exception):
    """A refusal by the Bot API; `code` is the HTTP status as well."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = parameters


def bad_request(reason: str, parameters: Json | None = None) -> ApiError:
    """400: the request is understood and refused for `reason`."""
    return ApiError(400, f"Bad Request: {reason}", parameters)


def forbidden(reason: str) -> ApiError:
    """403: this bot may not do that to this person or chat."""
    return ApiError(403, f"Forbidden: {reason}")


def conflict(reason: str) -> ApiError:
    """409: two consumers of the same bot's updates."""
    return ApiError(409, f"Conflict: {reason}")


def too_many_requests(retry_after: int) -> ApiError:
    """429: wait `retry_after` seconds."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})


def not_implemented(method: str) -> ApiError:
    """501: the request is valid, but the sandbox has no such behaviour (Telegram itself never says this)."""
    return ApiError(501, f"Not Implemented: sandbox does not do {method}")


UNAUTHORIZED = ApiError(401, "Unauthorized")
NOT_FOUND = ApiError(404, "Not Found")
