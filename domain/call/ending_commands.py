"""The commands with which a call ends."""

from hookflash.domain.call.command import Command
from hookflash.domain.event import Actor


class CloseCall(Command):
    """The pause after the goodbye in the speech ``speech_id`` is over."""

    speech_id: str


class HangUpCall(Command):
    """An operator wants the call to end; ``asked_by`` is the id of their API key."""

    asked_by: str = ""


class EndCall(Command):
    """The call ended; ``by`` is who hung up."""

    reason: str
    by: Actor = Actor.CALLER
