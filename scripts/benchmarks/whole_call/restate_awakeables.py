"""On Restate by awakeables: one handler for the whole call, the fastest form.

docs.restate.dev, "External events": create an awakeable, send its id to the outside in a step, wait
for its value. Words that come while the handler does not wait for any have nowhere to go, so the
caller must be told each time where to answer.
"""

import asyncio
from typing import Final
from uuid import uuid4

import restate

from scripts.benchmarks.whole_call import story
from scripts.benchmarks.whole_call.restate_outside import OUTSIDE

calls: Final = restate.Service("Calls")
HUNG_UP: Final = "hung up"


@calls.handler()
async def take(ctx: restate.Context, call_id: str) -> None:
    """Take one call."""
    entry = {"contact": story.CONTACT, "text": "", "transfer": ""}
    heard, asked = await _ask(ctx, call_id, story.GREETING), False
    while heard != HUNG_UP:
        said = story.GOOD
        if heard == story.ASK_FOR_TEXT:
            key, receipt = ctx.awakeable(type_hint=str)
            await ctx.run_typed("text", send_text, key=key, body=story.LINK)
            entry["text"] = await receipt
            said = story.DID_IT_ARRIVE
        elif heard == story.ASK_FOR_DESK:
            said, asked = story.MAY_I_TRANSFER, True
        elif heard == story.YES and asked:
            key, answered = ctx.awakeable(type_hint=str)
            await ctx.run_typed("ring", ring, key=key, phone=story.DESK_PHONE)
            entry["transfer"] = await answered
            said = "connected"
        heard = await _ask(ctx, call_id, said)
    await ctx.run_typed("enter", OUTSIDE.enter, call_id=call_id, entry=entry)


async def _ask(ctx: restate.Context, call_id: str, text: str) -> str:
    reply_to, answer = ctx.awakeable(type_hint=str)
    await ctx.run_typed("say", OUTSIDE.say, call_id=call_id, text=text, reply_to=reply_to)
    return await answer


async def send_text(key: str, body: str) -> str:
    """Let the provider send a text, under the awakeable's id."""
    OUTSIDE.later(asyncio.create_task(OUTSIDE.restate.resolve(key, "delivered")))
    return f"{key}/{len(body)}"


async def ring(key: str, phone: str) -> str:
    """Let the provider ring, under the awakeable's id."""
    OUTSIDE.later(asyncio.create_task(OUTSIDE.restate.resolve(key, "answered")))
    return f"{key}/{phone}"


async def play() -> None:
    """Play one call, as the caller."""
    call_id, server = uuid4().hex, OUTSIDE.restate
    ended = asyncio.create_task(server.call("Calls/take", call_id))
    for heard, says in (
        (story.GREETING, story.ASK_FOR_TEXT),
        (story.DID_IT_ARRIVE, story.GOT_IT),
        (story.GOOD, story.ASK_FOR_DESK),
        (story.MAY_I_TRANSFER, story.YES),
        ("connected", HUNG_UP),
    ):
        await server.resolve(await OUTSIDE.heard(call_id, heard), says)
    await ended
    OUTSIDE.hang_up(call_id)
