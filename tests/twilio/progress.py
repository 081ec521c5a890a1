"""What Twilio tells the host about a leg: the fields of every request, and status callbacks."""

from collections.abc import Mapping
from email.utils import formatdate

from tests.twilio.leg import OVER, Leg
from tests.twilio.webhooks import Webhooks

API_VERSION = "2010-04-01"
PLACES = ("City", "State", "Zip", "Country")
COUNTRY = "US"
SIP_CODES = {"completed": "200", "busy": "486", "failed": "404", "no-answer": "487"}
STEPS = {"queued": "initiated", "initiated": "initiated", "ringing": "ringing"}


def call_params(leg: Leg, account: str) -> dict[str, str]:
    """Return the fields that every request about ``leg`` carries."""
    params = {
        "AccountSid": account,
        "ApiVersion": API_VERSION,
        "CallSid": leg.sid,
        "CallStatus": leg.status,
        "Called": leg.to,
        "Caller": leg.from_,
        "Direction": leg.direction,
        "From": leg.from_,
        "To": leg.to,
    }
    if leg.direction == "inbound":
        params["StirVerstat"] = "TN-Validation-Passed-A"
    if leg.parent:
        params["ParentCallSid"] = leg.parent
    if leg.forwarded_from:
        params |= {"ForwardedFrom": leg.forwarded_from, "CalledVia": leg.forwarded_from}
    return params | _places()


def _places() -> dict[str, str]:
    empty = {f"{who}{what}": "" for who in ("From", "To", "Caller", "Called") for what in PLACES}
    return empty | {f"{who}Country": COUNTRY for who in ("From", "To", "Caller", "Called")}


def step_of(status: str) -> str:
    """Return the name under which ``statusCallbackEvent`` knows a status."""
    if status in OVER:
        return "completed"
    return STEPS.get(status, "answered")


def tell_progress(leg: Leg, account: str, webhooks: Webhooks, now: float) -> None:
    """Post the status callback of ``leg``, if the host asked for this step."""
    progress = leg.progress
    if not progress.url or step_of(leg.status) not in progress.events:
        return
    params = call_params(leg, account) | {
        "CallbackSource": "call-progress-events",
        "SequenceNumber": str(progress.sequence),
        "Timestamp": formatdate(now, usegmt=False),
        **_ending(leg),
    }
    progress.sequence += 1
    webhooks.tell("status", progress.url, params, progress.method)


def _ending(leg: Leg) -> Mapping[str, str]:
    if not leg.over:
        return {"AnsweredBy": leg.answered_by} if leg.answered_by else {}
    ending = {"SipResponseCode": SIP_CODES.get(leg.status, "487")}
    if leg.answered is not None:
        minutes = str(-(-leg.seconds // 60))
        ending |= {"CallDuration": str(leg.seconds), "Duration": minutes}
    return ending
