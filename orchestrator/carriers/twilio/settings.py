"""What a workspace sets about its Twilio account."""

from typing import Literal

from pydantic import Field

from hookflash.orchestrator.ports.carriers import CarrierConfig, CarrierOffers, SecretName
from hookflash.orchestrator.ports.messaging import MessagingOffers
from hookflash.orchestrator.ports.telephony import TelephonyOffers

LARGEST_DIAL = 10
"""How many phones one ``<Dial>`` rings."""
LARGEST_GROUP = 50
"""How many phones ring at once: those that one ``<Dial>`` cannot ring get calls of their own."""


class TwilioConfig(CarrierConfig):
    """The account, the name of its auth token, and how the agent hears and speaks."""

    account: str = Field(
        pattern=r"^[A-Za-z0-9-]{2,64}$", description="The account's SID, which begins with AC."
    )
    token: SecretName = Field(description="The account's auth token.")
    signing: SecretName | None = Field(
        default=None, description="A shared key, if the account's webhooks are signed with one."
    )
    speech: Literal["relay", "gather"] = Field(
        default="relay",
        description="relay: ConversationRelay, with barge-in; gather: asks and listens by turns.",
    )
    voice: str = Field(
        default="", max_length=200, description="As Twilio calls it; empty: Twilio's usual one."
    )
    transcribe: bool = Field(
        default=True, description="Have Twilio write down voicemails, in English only."
    )


def offers_with(config: TwilioConfig | None) -> CarrierOffers:
    """What Twilio can do with these settings."""
    return CarrierOffers(
        telephony=TelephonyOffers(
            speaks=True,
            playback="reports",
            screening=True,
            largest_group=LARGEST_GROUP,
            recordings=True,
            discards_recordings=True,
            transcripts=config is None or config.transcribe,
            find_call=True,
        ),
        messaging=MessagingOffers(inbound_texts=True, opt_out_replies=True),
    )
