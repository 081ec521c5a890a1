"""On Restate as a workflow: signals resolve durable promises by name.

docs.restate.dev, "External events": in a workflow, a handler resolves a promise by its name, before
or after the workflow waits for it, so no message is lost.
"""

import asyncio
from typing import Final
from uuid import uuid4

import restate

from scripts.benchmarks.whole_call import story
from scripts.benchmarks.whole_call.restate_outside import OUTSIDE

conversation: Final = restate.Workflow("Conversation")
HUNG_UP: Final = "hung up"


@conversation.main()
async def run(ctx: restate.WorkflowContext, contact: str) -> None:
    """Run the whole call."""
    entry = {"contact": contact, "text": "", "transfer": ""}
    await _say(ctx, story.GREETING)
    number, asked = 0, False
    while (heard := await ctx.promise(f"heard-{number}", type_hint=str).value()) != HUNG_UP:
        number += 1
        if heard == story.ASK_FOR_TEXT:
            await ctx.run_typed("text", send_text, call_id=ctx.key(), body=story.LINK)
            entry["text"] = await ctx.promise("receipt", type_hint=str).value()
            await _say(ctx, story.DID_IT_ARRIVE)
        elif heard == story.ASK_FOR_DESK:
            asked = True
            await _say(ctx, story.MAY_I_TRANSFER)
        elif heard == story.YES and asked:
            await ctx.run_typed("ring", ring, call_id=ctx.key(), phone=story.DESK_PHONE)
            entry["transfer"] = await ctx.promise("phone", type_hint=str).value()
            await _say(ctx, "connected")
    await ctx.run_typed("enter", OUTSIDE.enter, call_id=ctx.key(), entry=entry)


@conversation.handler()
async def signal(ctx: restate.WorkflowSharedContext, message: list[str]) -> None:
    """Resolve the promise of that name."""
    name, value = message
    await ctx.promise(name, type_hint=str).resolve(value)


async def _say(ctx: restate.WorkflowContext, text: str) -> None:
    await ctx.run_typed("say", OUTSIDE.say, call_id=ctx.key(), text=text)


async def send_text(call_id: str, body: str) -> str:
    """Let the provider send a text."""
    OUTSIDE.later(asyncio.create_task(_signal(call_id, "receipt", "delivered")))
    return f"{call_id}/{len(body)}"


async def ring(call_id: str, phone: str) -> str:
    """Let the provider ring."""
    OUTSIDE.later(asyncio.create_task(_signal(call_id, "phone", "answered")))
    return f"{call_id}/{phone}"


async def _signal(call_id: str, name: str, value: str) -> None:
    await OUTSIDE.restate.send(f"Conversation/{call_id}/signal", [name, value])


async def play() -> None:
    """Play one call, as the caller."""
    call_id, server = uuid4().hex, OUTSIDE.restate
    await server.send(f"Conversation/{call_id}/run", story.CONTACT)
    await OUTSIDE.heard(call_id, story.GREETING)
    await _signal(call_id, "heard-0", story.ASK_FOR_TEXT)
    await OUTSIDE.heard(call_id, story.DID_IT_ARRIVE)
    await _signal(call_id, "heard-1", story.GOT_IT)
    await _signal(call_id, "heard-2", story.ASK_FOR_DESK)
    await OUTSIDE.heard(call_id, story.MAY_I_TRANSFER)
    await _signal(call_id, "heard-3", story.YES)
    await OUTSIDE.heard(call_id, "connected")
    await _signal(call_id, "heard-4", HUNG_UP)
    await server.attach(f"Conversation/{call_id}")
    OUTSIDE.hang_up(call_id)
