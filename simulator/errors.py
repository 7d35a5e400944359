"""What the simulated Telegram refuses: to a bot as a Bot API error, to a person as an exception."""

from typing import Any


class ApiError(Exception):
    """A Bot API refusal: HTTP status, Telegram's own description and response parameters."""

    def __init__(
        self, status: int, description: str, parameters: dict[str, Any] | None = None
    ) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters


class NotPossibleError(Exception):
    """A person tried what a Telegram client would not let them do."""


def bad_request(reason: str) -> ApiError:
    """Make the refusal of a request that Telegram understood but does not accept."""
    return ApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> ApiError:
    """Make the refusal of a bot that may not write to this chat."""
    return ApiError(403, f"Forbidden: {reason}")


def too_many_requests(retry_after: int) -> ApiError:
    """Make the refusal of a bot that is too fast; seconds to wait are part of it."""
    description = f"Too Many Requests: retry after {retry_after}"
    return ApiError(429, description, {"retry_after": retry_after})
