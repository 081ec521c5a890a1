"""The four answers to a request to a provider. An adapter translates; it never retries."""

from typing import Literal

from hookflash.domain.value import Value


class Accepted(Value):
    """Accepted; ``provider_id`` is the provider's own id for it."""

    outcome: Literal["accepted"] = "accepted"
    provider_id: str


class Refused(Value):
    """Refused permanently; ``code`` is the carrier's error code."""

    outcome: Literal["refused"] = "refused"
    code: str
    reason: str = ""


class Unknown(Value):
    """No clear answer: a timeout, a 5xx, or a connection that broke after the request was sent."""

    outcome: Literal["unknown"] = "unknown"
    reason: str


class NotTaken(Value):
    """Provably not done: never sent, or throttled. Retried after at least ``seconds``."""

    outcome: Literal["not_taken"] = "not_taken"
    reason: str
    seconds: float = 0.0


Answer = Accepted | Refused | Unknown | NotTaken
