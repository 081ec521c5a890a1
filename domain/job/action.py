"""The two actions that a job's instructions may contain: Send SMS and Transfer call."""

from typing import Annotated, Literal

from pydantic import Field

from hookflash.domain.value import Value


class Destination(Value):
    """Where a transfer goes; ``name`` is the member's or inbox's name, or an E.164 number."""

    kind: Literal["member", "inbox", "external"]
    name: str


class SendSms(Value):
    """Send ``body`` to the caller as a text (1 to 1,600 characters, not blank)."""

    kind: Literal["send_sms"] = "send_sms"
    body: str


class TransferCall(Value):
    """Ask the caller for consent, then transfer the call to ``destination``."""

    kind: Literal["transfer_call"] = "transfer_call"
    destination: Destination


Action = Annotated[SendSms | TransferCall, Field(discriminator="kind")]


class SavedAction(Value):
    """An action as one call uses it: the tool that runs it, and the job version it is from."""

    tool: str
    job: str
    version: int
    action: Action
