"""On Restate with one handler per message: a virtual object for each call, state in its keys.

docs.restate.dev, "Services": a virtual object runs one exclusive handler at a time per key, in
order. A message is durable once the ingress has accepted it, which is what Hookflash promises.
"""

import asyncio
from typing import Final
from uuid import uuid4

import restate

from scripts.benchmarks.whole_call import story
from scripts.benchmarks.whole_call.restate_outside import OUTSIDE

phone_call: Final = restate.VirtualObject("PhoneCall")
Entry = dict[str, str]


@phone_call.handler()
async def begin(ctx: restate.ObjectContext, contact: str) -> None:
    """Greet."""
    ctx.set("entry", {"contact": contact, "text": "", "transfer": ""})
    await _say(ctx, story.GREETING)


@phone_call.handler()
async def caller(ctx: restate.ObjectContext, heard: str) -> None:
    """Act on the caller's words."""
    if heard == story.ASK_FOR_TEXT:
        await ctx.run_typed("text", send_text, call_id=ctx.key(), body=story.LINK)
    elif heard == story.ASK_FOR_DESK:
        ctx.set("asked", value=True)
        await _say(ctx, story.MAY_I_TRANSFER)
    elif heard == story.YES and await ctx.get("asked", type_hint=bool):
        await ctx.run_typed("ring", ring, call_id=ctx.key(), phone=story.DESK_PHONE)


@phone_call.handler()
async def receipt(ctx: restate.ObjectContext, status: str) -> None:
    """Take what the provider reports of the text."""
    await _note(ctx, "text", status)
    await _say(ctx, story.DID_IT_ARRIVE)


@phone_call.handler()
async def phone(ctx: restate.ObjectContext, status: str) -> None:
    """Take what the provider reports of the phone."""
    await _note(ctx, "transfer", status)
    await _say(ctx, "connected")


@phone_call.handler()
async def end(ctx: restate.ObjectContext, ended_by: str) -> None:
    """Write to the inbox, and forget the call."""
    entry = await _entry(ctx) | {"ended_by": ended_by}
    await ctx.run_typed("enter", OUTSIDE.enter, call_id=ctx.key(), entry=entry)
    ctx.clear_all()


async def _entry(ctx: restate.ObjectContext) -> Entry:
    return await ctx.get("entry", type_hint=Entry) or {}


async def _note(ctx: restate.ObjectContext, what: str, status: str) -> None:
    ctx.set("entry", await _entry(ctx) | {what: status})


async def _say(ctx: restate.ObjectContext, text: str) -> None:
    await ctx.run_typed("say", OUTSIDE.say, call_id=ctx.key(), text=text)


async def send_text(call_id: str, body: str) -> str:
    """Let the provider send a text."""
    report = OUTSIDE.restate.send(f"PhoneCall/{call_id}/receipt", "delivered")
    OUTSIDE.later(asyncio.create_task(report))
    return f"{call_id}/{len(body)}"


async def ring(call_id: str, phone: str) -> str:
    """Let the provider ring."""
    report = OUTSIDE.restate.send(f"PhoneCall/{call_id}/phone", "answered")
    OUTSIDE.later(asyncio.create_task(report))
    return f"{call_id}/{phone}"


async def play() -> None:
    """Play one call, as the caller."""
    call_id, server = uuid4().hex, OUTSIDE.restate
    words = f"PhoneCall/{call_id}/caller"
    await server.send(f"PhoneCall/{call_id}/begin", story.CONTACT)
    await OUTSIDE.heard(call_id, story.GREETING)
    await server.send(words, story.ASK_FOR_TEXT)
    await OUTSIDE.heard(call_id, story.DID_IT_ARRIVE)
    await server.send(words, story.GOT_IT)
    await server.send(words, story.ASK_FOR_DESK)
    await OUTSIDE.heard(call_id, story.MAY_I_TRANSFER)
    await server.send(words, story.YES)
    await OUTSIDE.heard(call_id, "connected")
    await server.call(f"PhoneCall/{call_id}/end", "caller")
    OUTSIDE.hang_up(call_id)
