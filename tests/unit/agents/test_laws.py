"""Properties that hold for every caller and every outcome of texts and transfers."""

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from hookflash.domain.call.conversation import SmsStatus
from hookflash.domain.job.job import Job
from hookflash.orchestrator.agents.scripted.next_move import decide_move
from tests.unit.agents import trades
from tests.unit.agents.driver import Core
from tests.unit.policy import answers, arrivals, requests

JOBS = [
    *(trades.DENTIST, trades.PLUMBER, trades.LAW_OFFICE, trades.RESTAURANT, trades.GARAGE),
    *(trades.TAX_ADVISER, trades.KITCHENS, trades.VET, trades.CLINIC, trades.LANDLORD),
    trades.SALON,
]
SAID = st.sampled_from(
    [
        *(answers.YES + answers.NO + answers.UNCLEAR),
        *(arrivals.HERE + arrivals.MISSING + arrivals.UNCLEAR),
        *(requests.ASKS_FOR_TEXT + requests.DECLINES_TEXT + requests.ASKS_FOR_PERSON),
        "I'd like to book a cleaning",
        "my sink is leaking",
        "I need a lawyer",
        "the menu please",
        "a table for two",
        "there is a mistake on my invoice",
        "my dog is sick",
        "I want a haircut",
        "what are your hours",
    ]
)
Happening = Callable[[Core], object]
HAPPENINGS: st.SearchStrategy[Happening] = st.one_of(
    st.one_of(SAID, SAID, st.text(min_size=1, max_size=30).filter(str.strip)).map(
        lambda words: lambda call: call.says(words)
    ),
    st.sampled_from(["1", "2", "0", "#"]).map(lambda keys: lambda call: call.presses(keys)),
    st.just(lambda call: call.lapses() if call.state == "confirm_transfer" else None),
    st.sampled_from(["failed", "undelivered"]).map(
        lambda status: lambda call: call.turns_out(status, "30003") if call.texts else None
    ),
)
OUTCOMES: st.SearchStrategy[tuple[SmsStatus, str]] = st.sampled_from(
    [
        ("delivered", ""),
        ("queued", ""),
        ("unknown", "timeout"),
        ("failed", "30003"),
        ("failed", "30006"),
        ("refused", "opted_out"),
    ]
)


def play(jobs: list[Job], outcomes: list[tuple[SmsStatus, str]], story: list[Happening]) -> Core:
    """Play one call until the caller is being transferred; fails if the agent does not stop."""
    call = Core(jobs, outcomes=list(outcomes))
    for happening in story:
        if call.state == "transferring":
            break
        happening(call)
    return call


CALLS = st.builds(
    play,
    st.sampled_from(JOBS),
    st.lists(OUTCOMES, max_size=3),
    st.lists(HAPPENINGS, min_size=1, max_size=9),
)


@given(CALLS)
@settings(max_examples=50)
def test_no_internal_names_are_spoken(call: Core) -> None:
    """No tool names, keys, error codes or template marks."""
    spoken = " ".join(line.text for line in call.lines if line.by == "agent")
    for inner in (*call.actions, "text-0", "proposal-0", "3000", "opted_out", "{", "\ufffc", "  "):
        assert inner not in spoken


@given(CALLS)
@settings(max_examples=50)
def test_the_caller_is_always_answered(call: Core) -> None:
    """The agent always replies, and never says the same thing twice in a row."""
    for line, following in zip(call.lines, call.lines[1:], strict=False):
        if line.by == "agent" == following.by:
            assert line.text != following.text
    if call.state == "conversing":
        assert call.spoken


@given(CALLS)
@settings(max_examples=50)
def test_no_text_is_repeated_without_a_request(call: Core) -> None:
    """The core never has to refuse a repetition."""
    assert all(text.reason != "repeated" for text in call.texts)


@given(CALLS)
@settings(max_examples=50)
def test_every_text_is_announced(call: Core) -> None:
    """The caller is told before a text is sent."""
    for line, tool in zip(call.lines, call.lines[1:], strict=False):
        if tool.tool.startswith("send_sms"):
            assert line.by in ("agent", "caller")
            assert line.by == "caller" or "I'll text you" in line.text


@given(CALLS)
@settings(max_examples=50)
def test_the_same_call_gets_the_same_move(call: Core) -> None:
    """A decision depends on its arguments alone; asked again, the agent still waits."""
    assert decide_move(call.briefing, call.conversation) is None
    for upto in range(len(call.lines)):
        seen = call.conversation.model_copy(update={"lines": tuple(call.lines[:upto])})
        assert decide_move(call.briefing, seen) == decide_move(call.briefing, seen)
