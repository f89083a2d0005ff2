"""What Telegram answers when it refuses a request: code, description, parameters."""

from __future__ import annotations

from .wire import Json


class Refusal(Exception):
    """The request is answered with `ok: false`."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> Json:
        """The answer as Telegram writes it."""
        answer: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def bad_request(reason: str, **parameters: int) -> Refusal:
    """400: the request itself is at fault."""
    return Refusal(400, f"Bad Request: {reason}", **parameters)


def forbidden(reason: str) -> Refusal:
    """403: the bot may not do this here."""
    return Refusal(403, f"Forbidden: {reason}")


def conflict(reason: str) -> Refusal:
    """409: two ways of getting updates at once."""
    return Refusal(409, f"Conflict: {reason}")


def too_many_requests(seconds: int) -> Refusal:
    """429: come back later."""
    return Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
