"""What calls can be narrowed to besides their own columns: what was done on them, and reasons.

A call has any number of each, so its row lists them as tags: digests of one length, which hold no
words and are found by a plain search for text.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final, Literal, NamedTuple

TagKind = Literal["job", "action", "reason"]
PROMISE: Final = "promise_flagged"
"""The reason of a call on which the agent claimed what it had not done, or did it in silence."""
_BYTES: Final = 8


class Done(NamedTuple):
    """A text or a transfer as the row of its call notes it; ``action`` is as its job writes it."""

    kind: Literal["text", "transfer"]
    job: str
    action: str
    outcome: str
    reason: str
    confirmed: bool


@lru_cache(maxsize=65_536)
def tag(kind: TagKind, value: str) -> str:
    """The tag of a job, an action or a reason."""
    return blake2b(f"{kind}\0{value}".encode(), digest_size=_BYTES).hexdigest()


def tags_of(call: Mapping[str, Any]) -> str:
    """All tags of a call, in order."""
    return " ".join(sorted({tag(kind, value) for kind, value in _values(call)}))


def _values(call: Mapping[str, Any]) -> Iterator[tuple[TagKind, str]]:
    if call["follow_up_reason"]:
        yield "reason", call["follow_up_reason"]
    if call["promises_flagged"]:
        yield "reason", PROMISE
    if call["voicemail"]:
        yield "action", "voicemail"
    for noted in call["acts"].values():
        done = Done(*noted)
        yield "job", done.job
        if done.reason:
            yield "reason", done.reason
        yield "action", done.action
        yield "action", done.kind
        yield from (("action", f"{done.kind}:{result}") for result in _results(done))


def _results(done: Done) -> Iterator[str]:
    yield done.outcome
    if done.kind == "transfer" and done.outcome != "refused":
        yield "proposed"
    if done.confirmed:
        yield "confirmed"
