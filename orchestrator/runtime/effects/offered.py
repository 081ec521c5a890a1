"""Refuses requests that the carrier does not offer to carry out.

Applying a workspace refuses them first; this is for workspaces that were applied elsewhere.
"""

from hookflash.domain.call.effects import HandOver, PlayVoicemail, RingPhones, SendText
from hookflash.orchestrator.ports.answers import Refused
from hookflash.orchestrator.ports.outside import Ports


def not_offered(
    effect: SendText | RingPhones | HandOver | PlayVoicemail, outside: Ports
) -> Refused | None:
    """Why the carrier is not even asked for ``effect``; None if it offers it."""
    match effect:
        case SendText():
            if not outside.texting_of(effect).offers.texts:
                return Refused(code="not_offered", reason="the carrier sends no texts")
        case RingPhones() | HandOver():
            offers, phones = outside.voice_of(effect).offers, _phones(effect)
            if not offers.transfers:
                return Refused(code="not_offered", reason="the carrier transfers no calls")
            if offers.largest_group is not None and phones > offers.largest_group:
                reason = f"{phones} phones, but the carrier rings at most {offers.largest_group}"
                return Refused(code="group_too_large", reason=reason)
    return None


def _phones(effect: RingPhones | HandOver) -> int:
    return len(effect.legs) if isinstance(effect, RingPhones) else 1
