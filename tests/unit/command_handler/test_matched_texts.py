"""A search never takes one text for another, on whichever call that one is."""

import asyncio

import pytest

from hookflash import Accepted, Answer, CallCenter, SendText, TextFound, Unknown
from hookflash.domain.call.call import Call, Text
from hookflash.orchestrator.carriers.simulator.messaging import SimulatedMessaging
from hookflash.orchestrator.ports.clock import Clock
from hookflash.testing import in_virtual_time
from tests.unit.command_handler.test_carrying_out import CALLER, NUMBER, center


class ByWords(SimulatedMessaging):
    """A carrier that knows no keys: it looks for the recipient and the words, oldest first."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.sent: list[tuple[str, SendText]] = []
        self.fate = "accepted"
        self.searches: list[SendText] = []

    async def send(self, request: SendText) -> Answer:
        """Take the text, lose the answer, or lose the text."""
        known = f"SM{len(self.sent) + 1}"
        if self.fate != "text lost":
            self.sent.append((known, request))
        return Accepted(provider_id=known) if self.fate == "accepted" else Unknown(reason="lost")

    async def find(self, request: SendText) -> TextFound | None:
        """The first that looks the same."""
        self.searches.append(request)
        same = [known for known, text in self.sent if self._alike(text, request, known)]
        return TextFound(provider_id=same[0], status="sent") if same else None

    def _alike(self, text: SendText, request: SendText, _: str) -> bool:
        return (text.recipient, text.body) == (request.recipient, request.body)


class ByWordsAndIds(ByWords):
    """Leaves out the ids that are known to be other texts'."""

    def _alike(self, text: SendText, request: SendText, known: str) -> bool:
        return super()._alike(text, request, known) and known not in request.other_ids


def carrier(opened: CallCenter) -> ByWords:
    """The carrier of texts."""
    messaging = opened._ports.messaging
    assert isinstance(messaging, ByWords)
    return messaging


async def texts_link(opened: CallCenter, name: str, caller: str = CALLER) -> str:
    """A call on which the agent texts the link; returns its id."""
    call = await opened.receive_call(to=NUMBER, from_=caller, provider_call_id=name)
    await opened.answer(call)
    await opened.use_tool(call, "send_sms_1", {})
    return call


async def text_of(opened: CallCenter, call: str) -> Text:
    """The text of a call, once it was found or flagged, or 10 minutes have passed."""

    def over(now: Call) -> bool:
        return any(text.provider_id or text.flagged for text in now.texts.values())

    (text,) = (await opened.until(call, over, 600)).texts.values()
    return text


@pytest.mark.parametrize("texts", [ByWords, ByWordsAndIds])
@pytest.mark.parametrize("caller", [CALLER, "+14155550198"])
def test_a_lost_text_is_never_an_earlier_one(texts: type[ByWords], caller: str) -> None:
    """Fault 47: the same words on an earlier call, of the same contact or of another."""

    @in_virtual_time
    async def scene() -> None:
        async with center(texts=texts) as (opened, _):
            earlier = await texts_link(opened, "CA1", caller)
            assert (await text_of(opened, earlier)).provider_id == "SM1"
            carrier(opened).sent[0] = (
                "SM1",
                carrier(opened).sent[0][1].model_copy(update={"recipient": CALLER}),
            )
            carrier(opened).fate = "text lost"
            later = await text_of(opened, await texts_link(opened, "CA2"))
            assert (later.provider_id, later.status, later.flagged) == ("", "unknown", True)
            if caller == CALLER:
                assert carrier(opened).searches[-1].other_ids == ("SM1",)

    scene()


@pytest.mark.parametrize("apart", [0, 3])
def test_two_lost_answers_are_two_texts(apart: float) -> None:
    """Each finds one of the two that were sent, even if both are searched for at once."""

    @in_virtual_time
    async def scene() -> None:
        async with center(texts=ByWordsAndIds) as (opened, _):
            carrier(opened).fate = "answer lost"
            first = asyncio.create_task(texts_link(opened, "CA1"))
            await asyncio.sleep(apart)
            calls = [await texts_link(opened, "CA2"), await first]
            found = {(await text_of(opened, call)).provider_id for call in calls}
            assert found == {"SM1", "SM2"}

    scene()


@in_virtual_time
async def test_a_text_with_an_id_is_no_other() -> None:
    """The search for its receipt finds a text from elsewhere: its status is not taken over."""
    async with center(texts=ByWords) as (opened, _):
        call = await texts_link(opened, "CA1")
        (_, text_sent) = carrier(opened).sent[0]
        carrier(opened).sent.insert(0, ("SM0", text_sent))
        await asyncio.sleep(90)
        assert carrier(opened).searches
        text = await text_of(opened, call)
        assert (text.provider_id, text.status) == ("SM1", "accepted")
