"""Looks at a Twilio account for what keeps calls and texts from working."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from http import HTTPStatus
from typing import Any, Final

import httpx
from twilio.request_validator import SIGNATURE_HEADER, RequestValidator
from twilio.rest import Client

from hookflash.domain.workspace.number import BusinessNumber
from hookflash.domain.workspace.people import Member
from hookflash.orchestrator.carriers.twilio.client import FAILURES, OneTry, client_for
from hookflash.orchestrator.carriers.twilio.links import Links
from hookflash.orchestrator.carriers.twilio.registration import messaging_service, registered
from hookflash.orchestrator.carriers.twilio.settings import TwilioConfig
from hookflash.orchestrator.ports.carriers import CarrierContext, Checked, Finding, Secrets

SECONDS: Final = 10.0


async def check_account(
    config: TwilioConfig, secrets: Secrets, context: CarrierContext, about: Checked
) -> Sequence[Finding]:
    """Everything that was found. Raises ``CarrierUnavailable`` without a token or a public URL."""
    token, links = secrets.reveal(config.token), Links(context)
    http = OneTry(context.clock, context.base_url)
    client = client_for(config.account, token, http)
    try:
        account = await _account(client, config.account)
        if account.status == "problem":
            return (account,)
        found = [account, await _webhooks(config.account, token, links)]
        for number in about.numbers:
            async with aclosing(_number(client, links, number)) as findings:
                found += [finding async for finding in findings]
        found += [await _member(client, member) for member in about.members if member.phone]
    finally:
        await http.close()
    return found


async def _account(client: Client, sid: str) -> Finding:
    subject = f"account {sid}"
    try:
        account = await client.api.v2010.accounts(sid).fetch_async()
    except FAILURES as error:
        if getattr(error, "status", 0) == HTTPStatus.UNAUTHORIZED:
            change = "Copy the auth token of this account into the secrets file."
            return _problem(subject, "Twilio does not accept the token", change)
        return _problem(subject, f"it cannot be read: {_said(error)}", "Check the account id.")
    if account.status != "active":
        return _problem(subject, f"it is {account.status}", "Activate it in Twilio's console.")
    return Finding(subject=subject, status="ok", found="it is active")


async def _webhooks(account: str, token: str, links: Links) -> Finding:
    """Send a signed request to ourselves, through whatever is in front of this process."""
    subject, url, form = "webhooks", links.plain("check"), {"AccountSid": account}
    signature = RequestValidator(token).compute_signature(url, form)
    try:
        async with httpx.AsyncClient(timeout=SECONDS, trust_env=False) as http:
            answer = await http.post(url, data=form, headers={SIGNATURE_HEADER: signature})
    except httpx.RequestError as error:
        change = "Start hookflash serve there, and look at the firewall and the public URL."
        return _problem(subject, f"{url} does not answer: {type(error).__name__}", change)
    if answer.status_code == HTTPStatus.FORBIDDEN:
        change = "Have the proxy pass path and query on unchanged; give both the same public URL."
        return _problem(subject, "a signed request was taken for a forged one", change)
    if answer.status_code != HTTPStatus.OK:
        change = "Start hookflash serve with the same public URL and secrets."
        return _problem(subject, f"{url} answers HTTP {answer.status_code}", change)
    if not url.startswith("https:"):
        change = "Use an https:// public URL."
        return Finding(subject=subject, status="warning", found="not encrypted", change=change)
    return Finding(subject=subject, status="ok", found="signed requests come through")


async def _number(client: Client, links: Links, number: BusinessNumber) -> AsyncGenerator[Finding]:
    subject = number.number
    try:
        listed = await client.incoming_phone_numbers.list_async(phone_number=subject, limit=5)
    except FAILURES as error:
        yield _problem(subject, f"it cannot be read: {_said(error)}", "Try again.")
        return
    own = next((one for one in listed if one.phone_number == subject), None)
    if own is None:
        yield _problem(subject, "the account does not have it", "Buy it, or correct the number.")
        return
    for what, capability in (("calls", "voice"), ("texts", "sms")):
        if not own.capabilities.get(capability):
            yield _problem(subject, f"it cannot take {what}", "Use a number that can.")
    yield _voice(subject, own, links.plain("voice"))
    try:
        service = await messaging_service(client, subject)
        yield _text(subject, own, service, links.plain("text"))
        yield await registered(client, own, number)
    except FAILURES as error:
        change = "Try again; the account's key may not read the Messaging API."
        found = f"messaging service and registration are unknown: {_said(error)}"
        yield Finding(subject=subject, status="warning", found=found, change=change)


def _voice(number: str, own: Any, wanted: str) -> Finding:
    """Where calls go. A trunk or an application takes them, whatever the number's webhook is."""
    instead = own.trunk_sid or own.voice_application_sid
    return _hook(f"{number} voice webhook", own.voice_url, own.voice_method, wanted, instead)


def _text(number: str, own: Any, service: Any | None, wanted: str) -> Finding:
    """Where texts go. A messaging service takes them unless it leaves them to the number."""
    subject = f"{number} text webhook"
    if service is not None and not service.use_inbound_webhook_on_number:
        found = f"messaging service {service.sid} takes the texts instead"
        change = "In the service, under Integration, choose to defer to the sender's webhook."
        return _problem(subject, found, change)
    return _hook(subject, own.sms_url, own.sms_method, wanted, own.sms_application_sid)


def _hook(subject: str, url: str, method: str, wanted: str, instead: str | None) -> Finding:
    if instead:
        found = f"{instead} takes them instead"
        return _problem(subject, found, "Have the number use a webhook, in Twilio's console.")
    if url != wanted:
        return _problem(subject, f"it is {url or 'not set'}", f"Set it to {wanted}")
    if method != "POST":
        return _problem(subject, f"it uses {method}", "Set it to HTTP POST.")
    return Finding(subject=subject, status="ok", found="it leads here")


async def _member(client: Client, member: Member) -> Finding:
    """The line type of a member's phone. Twilio charges for each of these requests."""
    subject = f"phone of {member.name}"
    try:
        line = await client.lookups.v2.phone_numbers(member.phone).fetch_async(
            fields="line_type_intelligence"
        )
    except FAILURES as error:
        found = f"its line type is unknown: {_said(error)}"
        return Finding(subject=subject, status="warning", found=found)
    if not line.valid:
        return _problem(subject, "Twilio knows no such number", "Correct the member's number.")
    told = line.line_type_intelligence or {}
    kind = str(told.get("type") or "unknown")
    if kind == "mobile" and member.acceptance == "answer":
        change = "Write “accept: press_1”: its own voicemail could take the call."
        return Finding(subject=subject, status="warning", found="a mobile phone", change=change)
    return Finding(subject=subject, status="ok", found=f"line type {kind}")


def _problem(subject: str, found: str, change: str) -> Finding:
    return Finding(subject=subject, status="problem", found=found, change=change)


def _said(error: Any) -> str:
    return str(getattr(error, "msg", "") or error or type(error).__name__)
