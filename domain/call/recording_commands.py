"""The commands about the recording of a message that the caller left."""

from pydantic import Field

from hookflash.domain.call.command import Command, StorableText


class AttemptRecording(Command):
    """A worker is about to make attempt number ``attempt`` to fetch a recording."""

    effect_key: str
    attempt: int


class PostponeRecording(Command):
    """An attempt failed, and a later one may not; it comes after ``seconds`` at the earliest."""

    effect_key: str
    attempt: int
    reason: StorableText
    seconds: float = Field(default=0.0, ge=0, allow_inf_nan=False)


class KeepRecording(Command):
    """The recording is in our store."""

    effect_key: str
    content_type: str
    size: int
    sha256: str
    discard: bool = False
    """Whether the provider can delete its copy."""


class PostponeDiscard(Command):
    """The provider did not delete its copy; it may be asked again after ``seconds``."""

    effect_key: str
    attempt: int
    reason: StorableText
    seconds: float = Field(default=0.0, ge=0, allow_inf_nan=False)


class RecordDiscarded(Command):
    """The provider does not have the recording any more."""

    effect_key: str


class LoseRecording(Command):
    """The recording cannot be fetched, or was not in time."""

    effect_key: str
    reason: StorableText


class ExpireRecording(Command):
    """The recording was deleted from our store, since its time was over."""

    effect_key: str
