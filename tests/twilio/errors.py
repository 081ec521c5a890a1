"""Refusals as Twilio words them."""

from typing import Any


class Refused(Exception):
    """A REST request that Twilio refuses: HTTP ``status`` and its own ``code``."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message

    def body(self) -> dict[str, Any]:
        """The JSON that Twilio answers with."""
        return {
            "code": self.code,
            "message": self.message,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.status,
        }


def not_found(path: str) -> Refused:
    """The refusal of a resource that is not there."""
    return Refused(404, 20404, f"The requested resource {path} was not found")


def invalid(name: str, message: str, code: int = 20001) -> Refused:
    """The refusal of a parameter."""
    return Refused(400, code, f"{name}: {message}")


MESSAGE_ERRORS = {
    30003: "Unreachable destination handset",
    30004: "Message blocked",
    30005: "Unknown destination handset",
    30006: "Landline or unreachable carrier",
    30007: "Message filtered",
    30008: "Unknown error",
    30032: "Toll-Free Number Has Not Been Verified",
    30034: "Message from an Unregistered Number",
    30035: "Message Blocked: Number Registration Pending",
}
"""Errors that arrive in a status callback, after the request was accepted."""
