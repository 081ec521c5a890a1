"""The Messages resource."""

from typing import Any

from tests.twilio import texting
from tests.twilio.errors import MESSAGE_ERRORS, not_found
from tests.twilio.progress import API_VERSION
from tests.twilio.records import Message
from tests.twilio.rest.dates import rfc_2822, within
from tests.twilio.rest.exchanged import Exchanged

SEGMENT = 160


def shown(on: Exchanged, text: Message) -> dict[str, Any]:
    """The text as JSON. Like Twilio, it does not say where its callbacks go."""
    uri = f"/2010-04-01/Accounts/{on.world.account.sid}/Messages/{text.sid}"
    error = None if text.error is None else MESSAGE_ERRORS.get(text.error, "")
    return {
        "sid": text.sid,
        "account_sid": on.world.account.sid,
        "api_version": API_VERSION,
        "body": text.body,
        "from": text.from_,
        "to": text.to,
        "status": text.status,
        "direction": text.direction,
        "error_code": text.error,
        "error_message": error,
        "messaging_service_sid": text.service or None,
        "num_media": "0",
        "num_segments": str(max(1, -(-len(text.body) // SEGMENT))),
        "price": None,
        "price_unit": "USD",
        "date_created": rfc_2822(text.created),
        "date_sent": rfc_2822(text.sent),
        "date_updated": rfc_2822(text.updated),
        "uri": f"{uri}.json",
        "subresource_uris": {"media": f"{uri}/Media.json"},
    }


async def create(on: Exchanged) -> dict[str, Any]:
    """Send a text."""
    text = texting.send(on.world, on.form)
    on.status = 201
    return shown(on, text)


def get(on: Exchanged) -> Message:
    """Return the text that the path names."""
    sid = on.request.match_info["sid"]
    if sid not in on.world.messages:
        raise not_found(on.request.path)
    return on.world.messages[sid]


async def fetch(on: Exchanged) -> dict[str, Any]:
    """One text."""
    return shown(on, get(on))


async def update(on: Exchanged) -> dict[str, Any]:
    """Redact the body."""
    text = get(on)
    text.body = on.form.get("Body", text.body)
    return shown(on, text)


async def listed(on: Exchanged) -> dict[str, Any]:
    """The texts that fit the query."""
    query = on.request.query
    found = [
        text
        for text in reversed(on.world.messages.values())
        if query.get("To", text.to) == text.to
        and query.get("From", text.from_) == text.from_
        and within(text.sent or text.created, query, "DateSent")
    ]
    return on.page("messages", found, lambda text: shown(on, text))


async def delete(on: Exchanged) -> None:
    """Forget a text."""
    del on.world.messages[get(on).sid]
