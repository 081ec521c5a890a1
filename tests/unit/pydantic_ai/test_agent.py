"""An agent of pydantic-ai proposes, and the core decides; any worker goes on from the log."""

import asyncio
from typing import Any

import pytest
from pydantic_ai import Agent, ModelRetry

from hookflash import Agent as AgentPort
from hookflash.domain.call import events as e
from hookflash.orchestrator.agents.desk.outcomes import proposal_outcome
from hookflash.pydantic_ai import PydanticAIAgent
from hookflash.testing import in_virtual_time, office, such
from tests.rig.agent import OFFICE
from tests.unit.agent_turns.playing import DANA, TEXT, of_kind, played, told
from tests.unit.pydantic_ai.models import Answer, Script, calls, seen

ASKED = "Would you like me to transfer you to Dana?"
PARDON = "I'm sorry, I didn't get that. Could you say it again?"
GREETING = "Harbor Dental, how can I help?"


def happened(script: Script, *heard: str, **more: Any) -> list[str]:
    """What is in the log after the caller said these words to an agent that follows ``script``."""
    found: list[str] = []

    @in_virtual_time
    async def scene() -> None:
        async with played(PydanticAIAgent(script.model, **more)) as (center, call, _):
            for words in heard:
                await center.hear(call, words)
            found.extend(await told(center, call))

    scene()
    return found


def test_words_and_a_tool_and_words_about_its_result() -> None:
    """The greeting is that of the flow; the model is asked again only after its tools."""
    script = Script(
        ("I'll text you ", "the link now.", calls(TEXT)),
        ("I've texted it. ", "Did it arrive?"),
        ("Great. Anything else I can do?",),
    )
    assert happened(script, "Please text me the link", "Yes, got it") == [
        "I'll text you the link now.",
        f"[{TEXT}]",
        "I've texted it.",
        "Did it arrive?",
        "Great. Anything else I can do?",
    ]
    assert len(script.asked) == 3
    assert script.infos[0].instructions is not None
    assert "You are Sona" in script.infos[0].instructions
    assert [tool.strict for tool in script.infos[0].function_tools] == [True] * 4
    assert seen(script.asked[1]) == [
        ("text", GREETING),
        ("user-prompt", "Please text me the link"),
        ("text", "I'll text you the link now."),
        ("tool-call", TEXT),
        ("tool-return", "The text was sent. Tell the caller, and ask whether it arrived."),
    ]


def test_an_agent_with_its_own_tools_and_instructions_keeps_them() -> None:
    """They run within pydantic-ai; the core sees only the call's tools."""
    script = Script(
        ("Let me look. ", calls("opening_hours")),
        ("We open at nine.", calls(DANA)),
    )
    agent: Agent[None, str] = Agent(script.model, instructions="Be brief.")
    asked = []

    @agent.tool_plain
    async def opening_hours() -> str:
        """When the office is open."""
        asked.append(1)
        return "from nine"

    @in_virtual_time
    async def scene() -> None:
        async with played(PydanticAIAgent(agent), "none") as (center, call, _):
            await center.hear(call, "When do you open? And put me through to Dana")
            assert await told(center, call) == [
                "Let me look.",
                "We open at nine.",
                f"[{DANA}]",
                ASKED,
            ]
            assert asked == [1]
            assert "Be brief." in (script.infos[0].instructions or "")

    scene()


def test_what_is_said_after_a_proposal_is_not_said() -> None:
    """Nor is any other tool used while the caller is asked."""
    script = Script((calls(DANA), calls(TEXT, at=2)))
    assert happened(script, "Dana please") == [f"[{DANA}]", ASKED, f"[{TEXT}: answer_pending]"]


def test_a_caller_who_declines_is_answered_with_that_in_mind() -> None:
    """The result of the tool says so."""
    script = Script((calls(DANA),), ("All right, what else?",))
    assert happened(script, "Dana please", "No")[-1] == "All right, what else?"
    assert seen(script.asked[1])[-3:] == [
        (
            "tool-return",
            proposal_outcome("declined"),
        ),
        ("text", ASKED),
        ("user-prompt", "No"),
    ]


FAILURES: list[tuple[Answer, str]] = [
    ((11.0, "too late"), "timeout"),
    ((ConnectionError("+14155550199"),), "error ConnectionError"),
    (("",), "error UnexpectedModelBehavior"),
    ((ModelRetry("x"),), "error ModelRetry"),
]


@pytest.mark.parametrize(("answer", "why"), FAILURES)
def test_a_caller_hears_something_when_the_model_fails(answer: Answer, why: str) -> None:
    """Fault 44: slow, failing or silent."""
    assert happened(Script(answer, answer), "hello") == [f"! {why}", PARDON]


@pytest.mark.parametrize(
    ("name", "arguments", "reason"),
    [
        ("dial", '{"number": "+19005550199"}', "unknown_tool"),
        (TEXT, '{"to": "+19005550199"}', "arguments"),
        (TEXT, '{"body": "buy', "arguments"),
        ("send\u202esms", "{}", "unknown_tool"),
        ("x" * 500, "{}", "unknown_tool"),
        ("nul\0", "{}", "unknown_tool"),
    ],
)
def test_what_the_model_invents_reaches_the_core_and_is_rejected(
    name: str, arguments: str, reason: str
) -> None:
    """Fault 34: with the reason, which the model is told; nothing is sent."""

    @in_virtual_time
    async def scene() -> None:
        script = Script((calls(name, arguments),), ("I can't do that.",))
        async with played(PydanticAIAgent(script.model), "none") as (center, call, _):
            await center.hear(call, "text +1 900 555 0199")
            (rejected,) = await of_kind(center, call, e.ToolCallRejected)
            assert rejected.reason == reason
            assert not await of_kind(center, call, e.SmsRequested, e.TransferProposed)
            kind, result = seen(script.asked[1])[-1]
            assert kind == "tool-return"
            assert result.startswith("Nothing was done: ")

    scene()


def test_a_model_that_keeps_calling_what_is_rejected_is_stopped() -> None:
    """Fault 44: after three retries."""
    script = Script(*[(calls("dial"),)] * 20)
    found = happened(script, "hello")
    assert found == [*["[dial: unknown_tool]"] * 4, "! error TooManyRetries", PARDON]


def test_a_model_that_uses_tools_without_end_is_stopped() -> None:
    """Fault 44: a text is sent once, whatever it calls."""
    script = Script(*[(calls(TEXT), calls("a", at=2), calls("b", at=3))] * 20)
    found = happened(script, "text me", retries=50)
    assert found.count(f"[{TEXT}]") == 1
    assert "! too_many_moves" in found


def test_an_agent_whose_own_tools_loop_is_stopped() -> None:
    """By its usage limits."""
    script = Script(*[(calls("again"),)] * 20)
    agent: Agent[None, str] = Agent(script.model)

    @agent.tool_plain
    async def again() -> str:
        """Call again."""
        return "again"

    @in_virtual_time
    async def scene() -> None:
        async with played(PydanticAIAgent(agent), "none") as (center, call, _):
            await center.hear(call, "hello")
            assert (await told(center, call))[0] == "! error UsageLimitExceeded"
            assert len(script.asked) == 5

    scene()


def test_a_caller_who_speaks_stops_the_model() -> None:
    """The next turn knows what they heard and said, from the log."""

    @in_virtual_time
    async def scene() -> None:
        script = Script(
            ("I can help with that. ", "We open at nine. ", 60.0, "Shall I?"),
            ("Of course, go on.",),
        )
        async with played(PydanticAIAgent(script.model)) as (center, call, _):
            hearing = asyncio.create_task(center.hear(call, "hello"))
            await asyncio.sleep(0.5)
            await center.hear(call, "wait", final=False)
            await hearing
            assert await center.hear(call, "wait a moment") == ["Of course, go on."]
            assert seen(script.asked[1])[-2:] == [
                ("text", "I can help with that."),
                ("user-prompt", "wait a moment"),
            ]

    scene()


def test_a_question_that_lapses_is_told_as_news() -> None:
    """The model speaks again, without words of the caller."""

    @in_virtual_time
    async def scene() -> None:
        script = Script((calls(DANA),), ("Are you still there?",))
        async with played(PydanticAIAgent(script.model), "none") as (center, call, _):
            await center.hear(call, "Dana please")
            await asyncio.sleep(60)
            assert (await told(center, call))[-1] == "Are you still there?"
            assert "gave no clear answer" in seen(script.asked[1])[-1][1]

    scene()


def test_keys_and_texts_of_the_caller_are_told() -> None:
    """As what they are."""
    script = Script(("Thanks for the number.",))
    happened_ = happened(script, "my number is 5")
    assert happened_ == ["Thanks for the number."]

    @in_virtual_time
    async def scene() -> None:
        pressed = Script(("You pressed one key.",))
        async with played(PydanticAIAgent(pressed.model), "none") as (center, call, _):
            await center.press(call, "7")
            assert seen(pressed.asked[0])[-1] == ("user-prompt", "(The caller pressed 7.)")

    scene()


def test_it_is_an_agent_with_the_name_of_its_model() -> None:
    """The label is recorded with the call."""
    agent: AgentPort = PydanticAIAgent(Script().model)
    assert agent.label == "script (pydantic-ai)"
    assert PydanticAIAgent("test", label="Sona").label == "Sona"


def test_a_model_is_told_in_its_messages_what_it_claimed_and_did_not_do() -> None:
    """Where it did, also in later turns."""
    script = Script(
        ("I'm transferring you now.",),
        ("I'm sorry, I am not.",),
        ("Goodbye.",),
    )
    happened(script, "Could I talk to Dana?", "Hello?", "Well then")
    note = (
        "(A note by the system, not by the caller.) You told the caller “I'm transferring you "
        "now.”, but no transfer was requested. Correct it."
    )
    assert seen(script.asked[1])[1:] == [
        ("user-prompt", "Could I talk to Dana?"),
        ("text", "I'm transferring you now."),
        ("user-prompt", note),
        ("user-prompt", "Hello?"),
    ]
    assert ("user-prompt", note) in seen(script.asked[2])


@in_virtual_time
async def test_a_model_is_asked_once_more_for_what_is_known_to_be_false() -> None:
    """Within its turn; a model that claims it again is not asked again and again."""
    script = Script(("I'll text it now.", calls(TEXT)), *([("I've texted you the link.",)] * 5))
    agent = PydanticAIAgent(script.model)
    async with office(OFFICE, agent=agent) as opened:
        call = await opened.call(from_=None)
        await call.says("Please text me the link")
        assert len(call.happened(such(e.PromiseFlagged, claim="done"))) == 2
        assert len(script.asked) == 3
