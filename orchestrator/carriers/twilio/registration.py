"""Whether a number may text people in the United States: 10DLC and toll-free registration."""

from typing import Any, Final, NamedTuple

from twilio.rest import Client

from hookflash.domain.workspace.number import BusinessNumber
from hookflash.orchestrator.ports.carriers import Finding

NORTH_AMERICA: Final = "+1"
LARGEST: Final = 50
"""How many messaging services are looked through."""
APPROVED: Final = ("VERIFIED", "TWILIO_APPROVED")
REJECTED: Final = ("FAILED", "SUSPENDED", "TWILIO_REJECTED")
PENDING: Final = ("PENDING", "IN_PROGRESS", "PENDING_REVIEW", "IN_REVIEW")


class State(NamedTuple):
    """What Twilio says of a registration; ``status`` is empty if there is none."""

    how: str
    status: str = ""
    reason: str = ""
    """Why it was rejected, if Twilio says so."""
    missing: str = "Register the number with Twilio"
    """What to do if there is none."""


async def registered(client: Client, own: Any, number: BusinessNumber) -> Finding:
    """What Twilio says of the registration, and whether the workspace says the same."""
    if number.kind == "toll_free":
        state = await _toll_free(client, own.sid)
    elif number.number.startswith(NORTH_AMERICA):
        state = await _campaign(client, number.number)
    else:
        subject = f"{number.number} registration"
        return Finding(subject=subject, status="ok", found="not needed outside North America")
    return _judged(number, state)


def _judged(number: BusinessNumber, state: State) -> Finding:
    """Carriers block texts to the US from a number whose registration is not approved."""
    subject, said = f"{number.number} registration", number.registration
    why = f" ({state.reason})" if state.reason else ""
    found = f"{state.how}: {state.status or 'none'}{why}; the workspace says {said}"
    if state.status in APPROVED:
        if said == "approved":
            return Finding(subject=subject, status="ok", found=found)
        change = "Write “registration: approved” at the number: until then it sends no texts."
        return Finding(subject=subject, status="warning", found=found, change=change)
    until = "until it is approved, carriers block texts to the US"
    if state.status in PENDING:
        change = f"Wait for Twilio; {until}. Write “registration: pending” meanwhile."
        status = "problem" if said == "approved" else "warning"
        return Finding.model_validate(
            {"subject": subject, "status": status, "found": found, "change": change}
        )
    again = "Correct it in Twilio's console and submit it again"
    change = f"{again if state.status in REJECTED else state.missing}; {until}."
    return Finding(subject=subject, status="problem", found=found, change=change)


async def _toll_free(client: Client, sid: str) -> State:
    how, missing = "toll-free verification", "Submit a toll-free verification in Twilio's console"
    listed = await client.messaging.v1.tollfree_verifications.list_async(
        tollfree_phone_number_sid=sid, limit=1
    )
    if not listed:
        return State(how, missing=missing)
    return State(how, str(listed[0].status), str(listed[0].rejection_reason or ""), missing)


async def _campaign(client: Client, number: str) -> State:
    """The state of the campaign of the messaging service that has the number."""
    service = await messaging_service(client, number)
    if service is None:
        missing = "Add the number to a messaging service that has an approved campaign"
        return State("10DLC campaign", missing=missing)
    how = f"10DLC campaign of messaging service {service.sid}"
    listed = await client.messaging.v1.services(service.sid).us_app_to_person.list_async()
    if not listed:
        return State(how, missing="Register a campaign for the service in Twilio's console")
    return State(how, str(listed[0].campaign_status), _errors(listed[0]))


async def messaging_service(client: Client, number: str) -> Any | None:
    """The messaging service that has ``number``; None if none has it."""
    for service in await client.messaging.v1.services.list_async(limit=LARGEST):
        numbers = await client.messaging.v1.services(service.sid).phone_numbers.list_async()
        if number in [one.phone_number for one in numbers]:
            return service
    return None


def _errors(campaign: Any) -> str:
    """The codes and descriptions of what is wrong with a campaign."""
    told = (
        f"{one.get('error_code', '')} {one.get('description', '')}".strip()
        for one in getattr(campaign, "errors", None) or []
    )
    return ", ".join(filter(None, told))
