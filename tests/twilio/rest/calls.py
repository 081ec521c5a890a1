"""The Calls resource."""

from typing import Any

from tests.twilio import exchange
from tests.twilio.errors import Refused, invalid, not_found
from tests.twilio.leg import Leg
from tests.twilio.progress import API_VERSION
from tests.twilio.rest.dates import rfc_2822, within
from tests.twilio.rest.exchanged import Exchanged
from tests.twilio.texting import E164
from tests.twilio.twiml.document import BadDocument, Document
from tests.twilio.twiml.grammar import voice
from tests.twilio.verbs.perform import Fetch, Source

RINGING_SECONDS = 60
SUBRESOURCES = ("Events", "Notifications", "Payments", "Recordings", "Siprec", "Streams")


def shown(on: Exchanged, leg: Leg) -> dict[str, Any]:
    """The call as JSON."""
    uri = f"/2010-04-01/Accounts/{on.world.account.sid}/Calls/{leg.sid}"
    return {
        "sid": leg.sid,
        "account_sid": on.world.account.sid,
        "api_version": API_VERSION,
        "parent_call_sid": leg.parent or None,
        "from": leg.from_,
        "from_formatted": leg.from_,
        "to": leg.to,
        "to_formatted": leg.to,
        "phone_number_sid": on.number_sid(leg),
        "status": leg.status,
        "direction": leg.direction,
        "answered_by": None,
        "forwarded_from": leg.forwarded_from or None,
        "caller_name": None,
        "group_sid": None,
        "trunk_sid": None,
        "queue_time": "0",
        "price": None,
        "price_unit": "USD",
        "duration": str(leg.seconds) if leg.over else None,
        "start_time": rfc_2822(leg.answered or (leg.created if leg.over else None)),
        "end_time": rfc_2822(leg.ended),
        "date_created": rfc_2822(leg.created),
        "date_updated": rfc_2822(leg.updated),
        "uri": f"{uri}.json",
        "subresource_uris": {name.lower(): f"{uri}/{name}.json" for name in SUBRESOURCES},
    }


async def create(on: Exchanged) -> dict[str, Any]:
    """Call a phone."""
    form = on.form
    to, from_ = form.get("To", ""), form.get("From", "")
    if not to:
        raise invalid("To", "no phone number to call is given", 21201)
    if not to.startswith(("client:", "sip:")) and not E164.fullmatch(to):
        raise invalid("To", f"{to} is not a valid phone number", 21211)
    if not from_:
        raise invalid("From", "no phone number to call from is given", 21213)
    source = _source(on)
    if source is None:
        raise invalid("Url", "Url, Twiml or ApplicationSid is needed", 21205)
    leg = on.world.new_leg("outbound-api", from_, to)
    follow(on, leg)
    exchange.call_out(on.world, leg, source, float(form.get("Timeout", RINGING_SECONDS)))
    on.status = 201
    return shown(on, leg)


def follow(on: Exchanged, leg: Leg) -> None:
    """Let the host follow ``leg`` as the form says."""
    events = " ".join(on.values("StatusCallbackEvent")).replace(",", " ")
    method = on.form.get("StatusCallbackMethod", "POST")
    on.world.follow(leg, on.form.get("StatusCallback", ""), events, method)


def _source(on: Exchanged) -> Source | None:
    if twiml := on.form.get("Twiml"):
        try:
            return Document(twiml, voice())
        except BadDocument as error:
            raise invalid("Twiml", str(error), 21218) from error
    if url := on.form.get("Url"):
        fallback = on.form.get("FallbackUrl", "")
        return Fetch(url, on.form.get("Method", "POST"), fallback=fallback)
    return None


def get(on: Exchanged) -> Leg:
    """Return the leg that the path names."""
    sid = on.request.match_info["sid"]
    if sid not in on.world.legs:
        raise not_found(on.request.path)
    return on.world.legs[sid]


async def fetch(on: Exchanged) -> dict[str, Any]:
    """One call."""
    return shown(on, get(on))


async def update(on: Exchanged) -> dict[str, Any]:
    """End a call, or let it perform other TwiML."""
    leg = get(on)
    status = on.form.get("Status")
    source = _source(on)
    if leg.over:
        raise Refused(400, 21220, "Call is not in-progress. Cannot redirect.")
    if on.form.get("StatusCallback"):
        follow(on, leg)
    if status == "completed":
        leg.leave("completed" if leg.answered is not None else "canceled")
    elif status == "canceled" and leg.answered is None:
        leg.leave("canceled")
    elif status not in {None, "canceled"}:
        raise invalid("Status", f"{status} is neither completed nor canceled", 21218)
    elif source is not None:
        _redirect(on, leg, source)
    await on.settle()
    return shown(on, leg)


def _redirect(on: Exchanged, leg: Leg, source: Source) -> None:
    if leg.answered is None:
        raise Refused(400, 21220, "Call is not in-progress. Cannot redirect.")
    on.world.ledger.write("redirected", call=leg.sid)
    exchange.run(on.world, leg, source)


async def listed(on: Exchanged) -> dict[str, Any]:
    """The calls that fit the query."""
    query = on.request.query
    exact = {"To": "to", "From": "from_", "Status": "status", "ParentCallSid": "parent"}
    found = [
        leg
        for leg in reversed(on.world.legs.values())
        if all(getattr(leg, f) == query[name] for name, f in exact.items() if query.get(name))
        and within(leg.answered or leg.created, query, "StartTime")
        and within(leg.ended, query, "EndTime")
    ]
    return on.page("calls", found, lambda leg: shown(on, leg))


async def delete(on: Exchanged) -> None:
    """Forget a call that is over."""
    leg = get(on)
    if not leg.over:
        raise Refused(409, 20009, "Call is still in progress")
    del on.world.legs[leg.sid]
