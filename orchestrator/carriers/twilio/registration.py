"""Whether a number may text people in the United States: 10DLC and toll-free registration."""

from typing import Any, Final

from twilio.rest import Client

from hookflash.domain.workspace.number import BusinessNumber
from hookflash.orchestrator.ports.carriers import Finding

NORTH_AMERICA: Final = "+1"
LARGEST: Final = 50
"""How many messaging services are looked through."""
APPROVED: Final = ("VERIFIED", "TWILIO_APPROVED")


async def registered(client: Client, own: Any, number: BusinessNumber) -> Finding:
    """What Twilio says of the registration, and whether the workspace says the same."""
    if number.kind == "toll_free":
        state, how = await _toll_free(client, own.sid), "toll-free verification"
    elif number.number.startswith(NORTH_AMERICA):
        state, how = await _campaign(client, number.number), "10DLC campaign"
    else:
        subject = f"{number.number} registration"
        return Finding(subject=subject, status="ok", found="not needed outside North America")
    return _judged(number, state, how)


def _judged(number: BusinessNumber, state: str, how: str) -> Finding:
    subject, said = f"{number.number} registration", number.registration
    found = f"{how}: {state or 'none'}; the workspace says {said}"
    if state in APPROVED and said == "approved":
        return Finding(subject=subject, status="ok", found=found)
    if state in APPROVED:
        change = "Write “registration: approved” at the number."
        return Finding(subject=subject, status="warning", found=found, change=change)
    change = f"Register it with Twilio ({how}); until then carriers block its texts to the US."
    return Finding(subject=subject, status="problem", found=found, change=change)


async def _toll_free(client: Client, sid: str) -> str:
    listed = await client.messaging.v1.tollfree_verifications.list_async(
        tollfree_phone_number_sid=sid, limit=1
    )
    return str(listed[0].status) if listed else ""


async def _campaign(client: Client, number: str) -> str:
    """The state of the campaign of the messaging service that has the number."""
    for service in await client.messaging.v1.services.list_async(limit=LARGEST):
        numbers = await client.messaging.v1.services(service.sid).phone_numbers.list_async()
        if number in [one.phone_number for one in numbers]:
            listed = await client.messaging.v1.services(service.sid).us_app_to_person.list_async()
            return str(listed[0].campaign_status) if listed else ""
    return ""
