"""A provider that loses, delays, throttles and breaks requests: the outcome of one action."""

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
"""For long waits. An answer that a busy machine delays by half a second is then lost."""
STEADY = 5.0
"""For tests that depend on answers in time."""
NO_REPORTS: dict[str, Sequence[Fault]] = {"text.status": ["dropped"] * 10}
LONGEST = 3_600.0


@dataclass(frozen=True)
class Fate:
    """One text: what the log says of it, and what the provider has."""

    text: Text
    taken: list[Entry]
    said: list[str]


def left_a_message(call: Call) -> bool:
    """Whether the caller left a voicemail."""
    return call.voicemail is not None and call.voicemail.status == "recorded"


def delivered(text: Text) -> bool:
    """Whether the text reached the phone."""
    return text.status == "delivered"


def flagged(text: Text) -> bool:
    """Whether a person has to look at it."""
    return text.flagged


def failed(text: Text) -> bool:
    """Whether it failed."""
    return text.status == "failed"


def fare(
    folder: Path,
    faults: Mapping[str, Sequence[Fault]],
    promise: Promise,
    until: Callable[[Text], bool],
    speed: float = SPEED,
) -> Fate:
    """Ask for a text from a provider that behaves like this, and wait for the outcome."""
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
    """Play a call in which the caller asks for a text and stays on the line."""
    await center.apply(OFFICE)
    call = await center.receive_call(to="+14155550100", from_="+14155550123")
    await center.answer(call)
    await center.hear(call, "Could you text me the link?")
    waited = center.until(call, lambda c: all(map(until, c.texts.values())), LONGEST)
    return await waited, await center.events(call)


def test_a_lost_request_is_not_repeated_without_a_promise(tmp_path: Path) -> None:
    """Fault 5: the provider has no trace of it. It is flagged for a person, and not sent."""
    fate = fare(tmp_path, {"texts": ["lost"]}, "query", flagged)
    assert fate.text.flagged
    assert (len(fate.taken), fate.text.attempts) == (0, 1)


def test_a_lost_request_is_repeated_if_the_provider_sends_once_per_key(tmp_path: Path) -> None:
    """Fault 5: it is repeated under the same key, and arrives."""
    fate = fare(tmp_path, {"texts": ["lost", "lost"]}, "native", delivered, STEADY)
    assert (len(fate.taken), fate.text.attempts) == (1, 3)


def test_a_lost_answer_is_found_by_asking(tmp_path: Path) -> None:
    """Fault 6: a search finds it, although no report comes either."""
    fate = fare(tmp_path, {"texts": ["answer_lost"], **NO_REPORTS}, "query", delivered)
    assert (len(fate.taken), fate.text.attempts) == (1, 1)


def test_a_report_replaces_a_lost_answer(tmp_path: Path) -> None:
    """Fault 6: the provider cannot be searched."""
    fate = fare(tmp_path, {"texts": ["answer_lost"]}, "nothing", delivered, STEADY)
    assert (len(fate.taken), fate.text.searches) == (1, 0)


def test_a_request_that_arrives_late_is_not_a_second_text(tmp_path: Path) -> None:
    """Fault 7: a search before it arrived finds nothing; that proves nothing."""
    fate = fare(tmp_path, {"texts": ["late"], **NO_REPORTS}, "query", delivered)
    assert (len(fate.taken), fate.text.attempts) == (1, 1)
    assert fate.text.searches > 1


def test_a_throttled_request_is_repeated(tmp_path: Path) -> None:
    """Fault 8: after the wait that the provider asked for."""
    fate = fare(tmp_path, {"texts": ["throttled"] * 3}, "query", delivered, STEADY)
    assert (len(fate.taken), fate.text.attempts) == (1, 4)


def test_a_throttled_transfer_and_its_throttled_voicemail_are_repeated(tmp_path: Path) -> None:
    """Fault 8: the phone rings once, and the caller can leave a message."""
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


def test_an_error_after_the_work_was_done_is_not_a_failure(tmp_path: Path) -> None:
    """Fault 9: after a 500 the outcome is unknown until the provider is searched."""
    fate = fare(tmp_path, {"texts": ["error_after"], **NO_REPORTS}, "query", delivered)
    assert (len(fate.taken), fate.text.attempts) == (1, 1)


def test_an_answer_that_takes_too_long_is_not_a_failure(tmp_path: Path) -> None:
    """Fault 6: the text was sent, although the wait for the answer timed out."""
    fate = fare(tmp_path, {"texts": ["slow"], **NO_REPORTS}, "query", delivered)
    assert (len(fate.taken), fate.text.attempts) == (1, 1)


def test_a_refusal_is_final_and_the_agent_is_told(tmp_path: Path) -> None:
    """Fault 10: it failed for the carrier's reason, and the caller hears it."""
    fate = fare(tmp_path, {"texts": ["refused"]}, "query", failed, STEADY)
    assert (len(fate.taken), fate.text.reason) == (0, "21610")
    assert any(words.startswith("I could not text you") for words in fate.said)


def test_nothing_is_repeated_once_the_promise_has_expired(tmp_path: Path) -> None:
    """Fault 11: after the window the same key would send a second text, so it is searched for."""
    lost: list[Fault] = ["answer_lost"] * 50
    fate = fare(tmp_path, {"texts": lost, **NO_REPORTS}, "native", delivered)
    assert len(fate.taken) == 1
    assert fate.text.attempts > 1


def test_a_missing_report_is_searched_for(tmp_path: Path) -> None:
    """Fault 18: after a while the provider is asked whether the text arrived."""
    fate = fare(tmp_path, NO_REPORTS, "query", delivered)
    assert (len(fate.taken), fate.text.attempts) == (1, 1)


def test_repeated_and_late_reports_change_nothing(tmp_path: Path) -> None:
    """Faults 13, 14: a delivered text stays delivered."""
    faults: dict[str, Sequence[Fault]] = {"text.status": ["delayed", "repeated"]}
    fate = fare(tmp_path, faults, "query", delivered)
    assert (len(fate.taken), fate.text.status) == (1, "delivered")
