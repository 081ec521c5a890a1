"""A provider that loses, delays, throttles and breaks: what becomes of one action."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hookflash.domain.call.call import Call, Text
from hookflash.domain.call.events import AgentSpoke, CallEvent
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.carriers.simulator.behaviour import PhoneBehaviour
from tests.rig.agent import OFFICE
from tests.rig.ledger import Entry, read_ledger
from tests.rig.phones import Alike
from tests.rig.plan import Fault, ListedPlan
from tests.rig.scaled_time import run_scaled
from tests.rig.standin import StandIn
from tests.rig.texting import Promise
from tests.rig.together import together

SPEED = 25.0
"""For what takes long: an answer that a busy machine keeps back for half a second is then lost."""
STEADY = 5.0
"""For what depends on answers that come in time."""
NO_REPORTS: dict[str, Sequence[Fault]] = {"text.status": ["dropped"] * 10}
LONGEST = 3_600.0


@dataclass(frozen=True)
class Fate:
    """One text, as the log has it and as the provider has it."""

    text: Text
    taken: list[Entry]
    said: list[str]


def left_a_message(call: Call) -> bool:
    """The voicemail has it."""
    return call.voicemail is not None and call.voicemail.status == "recorded"


def delivered(text: Text) -> bool:
    """It reached the phone."""
    return text.status == "delivered"


def flagged(text: Text) -> bool:
    """A person has to look."""
    return text.flagged


def failed(text: Text) -> bool:
    """It will not arrive."""
    return text.status == "failed"


def fare(
    folder: Path,
    faults: Mapping[str, Sequence[Fault]],
    promise: Promise,
    until: Callable[[Text], bool],
    speed: float = SPEED,
) -> Fate:
    """Ask for a text from a provider that does so, and wait for what becomes of it."""
    settings = StandIn(folder / "ledger", plan=ListedPlan(faults), promise=promise)

    async def main() -> tuple[Call, Sequence[CallEvent]]:
        async with together(settings, f"sqlite:///{folder / 'log.db'}") as there:
            return await talk(there.center, until)

    call, events = run_scaled(main(), speed)
    (text,) = call.texts.values()
    said = [event.text for event in events if isinstance(event, AgentSpoke)]
    return Fate(text, read_ledger(settings.ledger, "text"), said)


async def talk(
    center: CallCenter, until: Callable[[Text], bool]
) -> tuple[Call, Sequence[CallEvent]]:
    """One call in which the caller asks for a text, and stays on the line."""
    await center.apply(OFFICE)
    call = await center.receive_call(to="+14155550100", from_="+14155550123")
    await center.answer(call)
    await center.hear(call, "Could you text me the link?")
    waited = center.until(call, lambda c: all(map(until, c.texts.values())), LONGEST)
    return await waited, await center.events(call)


def test_a_lost_request_is_not_made_again_without_a_promise(tmp_path: Path) -> None:
    """Fault 5: the provider has no trace of it; a person is told, and it is not sent."""
    fate = fare(tmp_path, {"texts": ["lost"]}, "query", flagged)
    assert fate.text.flagged
    assert (len(fate.taken), fate.text.attempts) == (0, 1)


def test_a_lost_request_is_made_again_where_one_key_sends_once(tmp_path: Path) -> None:
    """Fault 5: under the same key, and it arrives."""
    fate = fare(tmp_path, {"texts": ["lost", "lost"]}, "native", delivered, STEADY)
    assert (len(fate.taken), fate.text.attempts) == (1, 3)


def test_a_lost_answer_is_found_by_asking(tmp_path: Path) -> None:
    """Fault 6: no report comes either."""
    fate = fare(tmp_path, {"texts": ["answer_lost"], **NO_REPORTS}, "query", delivered)
    assert (len(fate.taken), fate.text.attempts) == (1, 1)


def test_a_lost_answer_is_made_good_by_a_report(tmp_path: Path) -> None:
    """Fault 6: where the provider cannot be asked."""
    fate = fare(tmp_path, {"texts": ["answer_lost"]}, "nothing", delivered, STEADY)
    assert (len(fate.taken), fate.text.searches) == (1, 0)


def test_a_request_that_arrives_late_is_not_a_second_text(tmp_path: Path) -> None:
    """Fault 7: asked before it arrived, the provider has nothing; that is no proof."""
    fate = fare(tmp_path, {"texts": ["late"], **NO_REPORTS}, "query", delivered)
    assert (len(fate.taken), fate.text.attempts) == (1, 1)
    assert fate.text.searches > 1


def test_a_throttled_request_is_made_again(tmp_path: Path) -> None:
    """Fault 8: after the wait that the provider asks for."""
    fate = fare(tmp_path, {"texts": ["throttled"] * 3}, "query", delivered, STEADY)
    assert (len(fate.taken), fate.text.attempts) == (1, 4)


def test_a_throttled_transfer_and_its_throttled_voicemail_are_made_again(tmp_path: Path) -> None:
    """Fault 8: the phone rings once, and the caller comes to leave a message."""
    busy: list[Fault] = ["throttled"] * 2
    settings = StandIn(
        tmp_path / "ledger",
        plan=ListedPlan({"rings": busy, "voicemails": busy}),
        phones=Alike(PhoneBehaviour(does="busy")),
    )

    async def main() -> Call:
        async with together(settings, f"sqlite:///{tmp_path / 'log.db'}") as there:
            center = there.center
            await center.apply(OFFICE)
            call = await center.receive_call(to="+14155550100", from_="+14155550123")
            await center.answer(call)
            await center.hear(call, "I'd like to talk to dana")
            await center.hear(call, "yes please")
            return await center.until(call, left_a_message, LONGEST)

    call = run_scaled(main(), STEADY)
    (transfer,) = call.transfers.values()
    assert call.voicemail is not None
    assert (transfer.attempts, call.voicemail.attempts) == (3, 3)
    assert len(read_ledger(settings.ledger, "rung")) == 1
    assert len(read_ledger(settings.ledger, "voicemail")) == 1


def test_an_error_after_the_work_was_done_is_no_failure(tmp_path: Path) -> None:
    """Fault 9: a 500 leaves it unknown until the provider is asked."""
    fate = fare(tmp_path, {"texts": ["error_after"], **NO_REPORTS}, "query", delivered)
    assert (len(fate.taken), fate.text.attempts) == (1, 1)


def test_an_answer_that_takes_too_long_is_no_failure(tmp_path: Path) -> None:
    """Fault 6: it was done; nobody waited for the answer."""
    fate = fare(tmp_path, {"texts": ["slow"], **NO_REPORTS}, "query", delivered)
    assert (len(fate.taken), fate.text.attempts) == (1, 1)


def test_a_refusal_is_final_and_the_agent_is_told(tmp_path: Path) -> None:
    """Fault 10: it failed for the carrier's reason, and the caller hears so."""
    fate = fare(tmp_path, {"texts": ["refused"]}, "query", failed, STEADY)
    assert (len(fate.taken), fate.text.reason) == (0, "21610")
    assert any(words.startswith("I could not text you") for words in fate.said)


def test_nothing_is_repeated_when_the_promise_has_run_out(tmp_path: Path) -> None:
    """Fault 11: after its window the same key would be a second text; it is looked for instead."""
    lost: list[Fault] = ["answer_lost"] * 50
    fate = fare(tmp_path, {"texts": lost, **NO_REPORTS}, "native", delivered)
    assert len(fate.taken) == 1
    assert fate.text.attempts > 1


def test_a_report_that_never_comes_is_asked_for(tmp_path: Path) -> None:
    """Fault 18: after a while the provider is asked whether the text arrived."""
    fate = fare(tmp_path, NO_REPORTS, "query", delivered)
    assert (len(fate.taken), fate.text.attempts) == (1, 1)


def test_reports_that_come_twice_or_late_change_nothing(tmp_path: Path) -> None:
    """Faults 13, 14: delivered stays delivered, whatever comes after it."""
    faults: dict[str, Sequence[Fault]] = {"text.status": ["delayed", "repeated"]}
    fate = fare(tmp_path, faults, "query", delivered)
    assert (len(fate.taken), fate.text.status) == (1, "delivered")
