"""How a provider may answer a request. An adapter translates; it never retries by itself."""

from typing import Literal

from hookflash.domain.value import Value


class Accepted(Value):
    """Taken, under the provider's own id."""

    outcome: Literal["accepted"] = "accepted"
    provider_id: str


class Refused(Value):
    """Refused for good; ``code`` is the carrier's."""

    outcome: Literal["refused"] = "refused"
    code: str
    reason: str = ""


class Unknown(Value):
    """No clear answer: a timeout, a 5xx, a broken connection after the request was out."""

    outcome: Literal["unknown"] = "unknown"
    reason: str


class NotTaken(Value):
    """Provably not done: it never left, or was throttled; the provider asks to wait ``seconds``."""

    outcome: Literal["not_taken"] = "not_taken"
    reason: str
    seconds: float = 0.0


Answer = Accepted | Refused | Unknown | NotTaken
