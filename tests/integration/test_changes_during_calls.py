"""A workspace is edited during a call: the call keeps its jobs, and no missing phone is rung."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from hookflash.domain.call.effects import SendText
from hookflash.domain.call.events import SmsRefused, TransferRefused
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.ports.answers import Accepted, Answer
from hookflash.orchestrator.ports.messaging import MessagingOffers, TextFound
from hookflash.orchestrator.system.clock import SystemClock
from hookflash.testing import SimulatedTelephony
from tests.rig.agent import OFFICE, LiteralAgent

WITHOUT_DANA = (
    ('  - {name: Dana, phone: "+1 415 555 0171"}\n', ""),
    ("[Dana, Lee, Kim]", "[Lee, Kim]"),
    ("[Book, Desk, Dana, Partner]", "[Book, Desk, Partner]"),
    ('  - name: Dana\n    instructions: "/Transfer call: Dana"\n', ""),
)
EMPTY_DESK = (("[Dana, Lee, Kim]", "[]"),)
NEW_TEXT = (("example.com/book", "example.com/new"),)
NEW_NUMBER = (("+1 415 555 0100", "+1 415 555 0101"),)

Edit = Callable[[tuple[tuple[str, str], ...]], Awaitable[None]]


class Carrier:
    """A carrier that accepts every text and keeps it."""

    offers = MessagingOffers()

    def __init__(self) -> None:
        self.taken: list[SendText] = []

    async def send(self, request: SendText) -> Answer:
        """Accept one text."""
        self.taken.append(request)
        return Accepted(provider_id="SM1")

    async def find(self, request: SendText) -> TextFound | None:  # noqa: ARG002 - the port's own
        """Never find one."""
        return None


def during_a_call(
    folder: Path, scene: Callable[[CallCenter, str, Edit, Carrier], Awaitable[None]]
) -> None:
    """Play a scene in which the office is edited after the call was answered."""
    carrier, office = Carrier(), folder / "office.yaml"

    async def main() -> None:
        opened = CallCenter.open(
            "sqlite://",
            telephony=SimulatedTelephony(SystemClock(), pace=0),
            messaging=carrier,
            agent=LiteralAgent(),
        )
        async with opened as center:

            async def edit(changes: tuple[tuple[str, str], ...]) -> None:
                text = OFFICE.read_text(encoding="utf-8")
                for old, new in changes:
                    assert old in text
                    text = text.replace(old, new)
                office.write_text(text, encoding="utf-8")
                await center.apply(office)

            await edit(())
            await scene(center, await answered(center, "first"), edit, carrier)

    asyncio.run(main())


async def answered(center: CallCenter, name: str, to: str = "+14155550100") -> str:
    """A call in which the agent has greeted the caller."""
    call = await center.receive_call(to=to, from_="+14155550123", provider_call_id=name)
    await center.answer(call)
    return call


def test_a_call_keeps_the_job_it_began_with(tmp_path: Path) -> None:
    """Fault 35: the text is the one from before the edit. The next call sends the new one."""

    async def scene(center: CallCenter, call: str, edit: Edit, carrier: Carrier) -> None:
        await edit(NEW_TEXT)
        await center.hear(call, "Could you text me the link?")
        await center.hear(await answered(center, "second"), "Could you text me the link?")
        await center._dispatcher.settle()
        assert [text.body for text in carrier.taken] == [
            "https://example.com/book",
            "https://example.com/new",
        ]

    during_a_call(tmp_path, scene)


def test_a_removed_member_is_refused_by_name(tmp_path: Path) -> None:
    """Fault 38: the transfer is refused before the caller is asked, and the call goes on."""

    async def scene(center: CallCenter, call: str, edit: Edit, _: Carrier) -> None:
        await edit(WITHOUT_DANA)
        await center.hear(call, "I'd like to talk to dana")
        refused = [e for e in await center.events(call) if isinstance(e, TransferRefused)]
        assert [(e.destination.name, e.reason) for e in refused] == [("Dana", "destination_gone")]
        assert await center.hear(call, "Never mind") == ["All right."]

    during_a_call(tmp_path, scene)


@pytest.mark.parametrize(
    ("asked_for", "changes"),
    [("dana", WITHOUT_DANA), ("front desk", EMPTY_DESK)],
    ids=["gone", "empty"],
)
def test_a_member_removed_after_the_question_leads_to_voicemail(
    asked_for: str, changes: tuple[tuple[str, str], ...], tmp_path: Path
) -> None:
    """Fault 38: the caller said yes to a destination that no longer exists."""

    async def scene(center: CallCenter, call: str, edit: Edit, _: Carrier) -> None:
        await center.hear(call, f"I'd like to talk to {asked_for}")
        await edit(changes)
        await center.hear(call, "yes please")
        now = await center._handler.load(call)
        assert (now.state, now.voicemail is not None) == ("voicemail_fallback", True)
        await center.end(call)

    during_a_call(tmp_path, scene)


def test_a_released_number_sends_no_text(tmp_path: Path) -> None:
    """Fault 38: the refusal is recorded with its reason, and the call goes on to its end."""

    async def scene(center: CallCenter, call: str, edit: Edit, carrier: Carrier) -> None:
        await edit(NEW_NUMBER)
        await center.hear(call, "Could you text me the link?")
        refused = [e for e in await center.events(call) if isinstance(e, SmsRefused)]
        assert [e.reason for e in refused] == ["number_released"]
        assert carrier.taken == []
        await center.end(call)
        assert (await center._handler.load(call)).state == "ended"

    during_a_call(tmp_path, scene)
