"""The two actions a person may put into a job's instructions."""

from typing import Annotated, Literal

from pydantic import Field

from hookflash.domain.value import Value


class Destination(Value):
    """Where a transfer goes; ``name`` is a member's or inbox's name, or a number in E.164."""

    kind: Literal["member", "inbox", "external"]
    name: str


class SendSms(Value):
    """Text the caller ``body`` (1 to 1,600 characters, not blank)."""

    kind: Literal["send_sms"] = "send_sms"
    body: str


class TransferCall(Value):
    """Ask the caller, then transfer the call to ``destination``."""

    kind: Literal["transfer_call"] = "transfer_call"
    destination: Destination


Action = Annotated[SendSms | TransferCall, Field(discriminator="kind")]


class SavedAction(Value):
    """An action as one call has it: under a tool's name, from one version of a job."""

    tool: str
    job: str
    version: int
    action: Action
