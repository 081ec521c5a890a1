"""The account's numbers, line types, and registration: what a carrier check reads."""

from typing import Any

from tests.twilio.account import Number
from tests.twilio.errors import not_found
from tests.twilio.progress import API_VERSION
from tests.twilio.rest.dates import iso, rfc_2822
from tests.twilio.rest.exchanged import Exchanged
from tests.twilio.rest.paging import meta_page
from tests.twilio.texting import E164

TOLL_FREE = ("+1800", "+1833", "+1844", "+1855", "+1866", "+1877", "+1888")
FAILURE = {"error_code": 30886, "description": "the campaign's description is too vague"}
FORM = {
    "VoiceUrl": "voice_url",
    "VoiceMethod": "voice_method",
    "VoiceFallbackUrl": "voice_fallback_url",
    "StatusCallback": "status_callback",
    "SmsUrl": "sms_url",
    "SmsMethod": "sms_method",
}


def shown(on: Exchanged, number: Number) -> dict[str, Any]:
    """The number as JSON."""
    account = on.world.account.sid
    uri = f"/2010-04-01/Accounts/{account}/IncomingPhoneNumbers/{number.sid}"
    empty = (
        "address_sid",
        "bundle_sid",
        "identity_sid",
        "sms_application_sid",
        "emergency_address_sid",
    )
    return {
        **dict.fromkeys(empty),
        "sid": number.sid,
        "trunk_sid": number.trunk or None,
        "voice_application_sid": number.voice_application or None,
        "account_sid": account,
        "api_version": API_VERSION,
        "friendly_name": number.number,
        "phone_number": number.number,
        "capabilities": number.capabilities,
        "address_requirements": "none",
        "beta": False,
        "origin": "twilio",
        "status": "in-use",
        "type": "toll-free" if number.number.startswith(TOLL_FREE) else "local",
        "emergency_status": "Inactive",
        "emergency_address_status": "unregistered",
        "voice_url": number.voice_url,
        "voice_method": number.voice_method,
        "voice_fallback_url": number.voice_fallback_url,
        "voice_fallback_method": "POST",
        "voice_caller_id_lookup": False,
        "voice_receive_mode": "voice",
        "sms_url": number.sms_url,
        "sms_method": number.sms_method,
        "sms_fallback_url": "",
        "sms_fallback_method": "POST",
        "status_callback": number.status_callback,
        "status_callback_method": "POST",
        "date_created": rfc_2822(on.world.ledger.begun),
        "date_updated": rfc_2822(on.world.ledger.begun),
        "uri": f"{uri}.json",
        "subresource_uris": {"assigned_add_ons": f"{uri}/AssignedAddOns.json"},
    }


async def listed(on: Exchanged) -> dict[str, Any]:
    """The numbers that fit the query."""
    told = on.request.query.get("PhoneNumber", "")
    found = [one for one in on.world.account.numbers.values() if told in one.number]
    return on.page("incoming_phone_numbers", found, lambda one: shown(on, one))


def get(on: Exchanged) -> Number:
    """Return the number that the path names by sid."""
    for one in on.world.account.numbers.values():
        if one.sid == on.request.match_info["sid"]:
            return one
    raise not_found(on.request.path)


async def fetch(on: Exchanged) -> dict[str, Any]:
    """One number."""
    return shown(on, get(on))


async def update(on: Exchanged) -> dict[str, Any]:
    """Change the webhooks of a number."""
    number = get(on)
    for name, field in FORM.items():
        if name in on.form:
            setattr(number, field, on.form[name])
    return shown(on, number)


async def account(on: Exchanged) -> dict[str, Any]:
    """The account itself."""
    sid = on.world.account.sid
    uri = f"/2010-04-01/Accounts/{sid}"
    return {
        "sid": sid,
        "owner_account_sid": sid,
        "auth_token": None,
        "friendly_name": "Stand-in",
        "status": on.world.account.status,
        "type": "Full",
        "date_created": rfc_2822(on.world.ledger.begun),
        "date_updated": rfc_2822(on.world.ledger.begun),
        "uri": f"{uri}.json",
        "subresource_uris": {"calls": f"{uri}/Calls.json", "messages": f"{uri}/Messages.json"},
    }


async def lookup(on: Exchanged) -> dict[str, Any]:
    """What kind of line a number is."""
    number = on.request.match_info["number"]
    valid = bool(E164.fullmatch(number)) and number not in on.world.account.unknown
    kind = on.world.account.line_types.get(number, "mobile")
    wanted = "line_type_intelligence" in on.request.query.get("Fields", "")
    line = {
        "type": kind,
        "carrier_name": "Stand-in Wireless",
        "mobile_country_code": "310",
        "mobile_network_code": "260",
    }
    return {
        "phone_number": number,
        "national_format": number,
        "country_code": "US",
        "calling_country_code": "1",
        "valid": valid,
        "validation_errors": [] if valid else ["INVALID_BUT_POSSIBLE"],
        "line_type_intelligence": line if wanted and valid else None,
        "url": str(on.request.url.with_query(None)),
    }


async def services(on: Exchanged) -> dict[str, Any]:
    """The messaging services."""
    sids = sorted({one.messaging_service for one in on.world.account.numbers.values()} - {""})
    return meta_page(on.request, "services", sids, lambda sid: _service(on, sid))


def _service(on: Exchanged, sid: str) -> dict[str, Any]:
    return {
        "sid": sid,
        "account_sid": on.world.account.sid,
        "friendly_name": sid,
        "us_app_to_person_registered": on.world.account.campaigns.get(sid) == "VERIFIED",
        "use_inbound_webhook_on_number": on.world.account.deferring,
        "url": str(on.request.url.with_query(None)),
    }


async def service_numbers(on: Exchanged) -> dict[str, Any]:
    """The numbers of a messaging service."""
    sid = on.request.match_info["service"]
    found = [n for n in on.world.account.numbers.values() if n.messaging_service == sid]
    return meta_page(
        on.request,
        "phone_numbers",
        found,
        lambda one: {
            "sid": one.sid,
            "account_sid": on.world.account.sid,
            "service_sid": sid,
            "phone_number": one.number,
            "country_code": "US",
            "capabilities": ["SMS", "Voice"],
        },
    )


async def campaigns(on: Exchanged) -> dict[str, Any]:
    """The registration of a messaging service for ten-digit numbers."""
    sid = on.request.match_info["service"]
    status = on.world.account.campaigns.get(sid)
    return meta_page(
        on.request,
        "compliance",
        [status] if status else [],
        lambda state: {
            "sid": "QE2c6890da8086d771620e9b13fadeba0b",
            "account_sid": on.world.account.sid,
            "messaging_service_sid": sid,
            "campaign_status": state,
            "campaign_id": "CXXXXXX" if state == "VERIFIED" else None,
            "errors": [FAILURE] if state == "FAILED" else [],
        },
    )


async def verifications(on: Exchanged) -> dict[str, Any]:
    """The verifications of toll-free numbers."""
    sid = on.request.query.get("TollfreePhoneNumberSid")
    found = [
        one
        for one in on.world.account.numbers.values()
        if one.number.startswith(TOLL_FREE) and one.registration and sid in (None, one.sid)
    ]
    return meta_page(
        on.request,
        "verifications",
        found,
        lambda one: {
            "sid": f"HH{one.sid[2:]}",
            "account_sid": on.world.account.sid,
            "tollfree_phone_number_sid": one.sid,
            "status": {"VERIFIED": "TWILIO_APPROVED"}.get(one.registration, one.registration),
            "rejection_reason": one.rejection or None,
            "date_created": iso(on.world.ledger.begun),
        },
    )
