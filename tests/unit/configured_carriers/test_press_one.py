"""A phone gets the caller only once its member has pressed 1, where that is asked."""

import asyncio

import pytest

from hookflash.orchestrator.carriers.simulator.telephony import ACCEPT_SECONDS
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.workspaces.file.workspace_file import workspace_in
from hookflash.testing import Behaviour, PhoneBehaviour, in_virtual_time
from tests.unit.command_handler.screening_desk import CALLER, NUMBER, Desk

OFFICE = """\
workspace: Harbor Dental
members:
  - {{name: Dana, phone: "+14155550101", accept: {dana}}}
  - {{name: Lee, phone: "+14155550102"}}
inboxes: [{{name: Desk, members: [Dana, Lee], ring_seconds: 30}}]
numbers:
  - number: "+14155550100"
    flow: [{{agent: {{greeting: Hello., jobs: [Person]}}}}, {{voicemail: {{greeting: Bye.}}}}]
jobs: [{{name: Person, instructions: "If the caller asks for a person, /Transfer call: Desk"}}]
"""
OWN_VOICEMAIL = PhoneBehaviour(does="answer", after=1, accepts=False)


async def transferred(dana: str, lee: PhoneBehaviour) -> tuple[str, str]:
    """Who has the caller, and the state of the call, after a transfer to the desk.

    Dana's own voicemail answers; ``dana`` is how she accepts.
    """
    with open_store("sqlite://") as store:
        desk = Desk(store)
        center = desk.center
        await center.apply(workspace_in(OFFICE.format(dana=dana).encode(), "office.yaml"))
        desk.call = await center.receive_call(to=NUMBER, from_=CALLER, provider_call_id="CA1")
        desk.line.behave(desk.call, Behaviour(phones={"Dana": OWN_VOICEMAIL, "Lee": lee}))
        await center.answer(desk.call)
        await center.hear(desk.call, "Can I talk to a person?")
        await center.press(desk.call, "1")
        await asyncio.sleep(45)
        (transfer,) = (await center._handler.reload(desk.call)).transfers.values()
        winner = transfer.winner.leg.who if transfer.winner else ""
        state = await desk.state()
        desk.line.tell = None
        await center.end(desk.call)
        await center._dispatcher.settle()
        return winner, state


@pytest.mark.parametrize(
    ("lee", "winner", "state"),
    [("answer", "Lee", "dropped"), ("ignore", "", "voicemail_fallback")],
)
@in_virtual_time
async def test_a_phones_own_voicemail_never_gets_the_caller(
    lee: str, winner: str, state: str
) -> None:
    """Fault 49: it presses no key, so the next phone gets the caller, or our voicemail."""
    later = PhoneBehaviour.model_validate({"does": lee, "after": ACCEPT_SECONDS + 5})
    assert await transferred("press_1", later) == (winner, state)


@in_virtual_time
async def test_a_member_who_accepts_by_answering_is_connected_at_once() -> None:
    """Nobody is asked for a key there."""
    assert await transferred("answer", PhoneBehaviour(does="answer", after=5)) == (
        "Dana",
        "dropped",
    )
