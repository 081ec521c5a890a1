"""Validation of the agent's tool calls: it may invent tools and arguments (fault 34)."""

import pytest

from hookflash.domain.call import events as e
from hookflash.domain.event import Actor
from hookflash.testing import Step, agent_answers, agent_uses, call_comes_in, call_ends, such
from tests.cast import OTHER_TEXT, TEXT, TO_INBOX, TO_MEMBER, TO_OUTSIDE
from tests.unit.call.situations import (
    AGREED,
    ASKED,
    CONNECTED,
    CONVERSING,
    ENDED,
    RINGING,
    UNANSWERED,
    a_call,
)


@pytest.mark.parametrize("tool", [TEXT, TO_INBOX])
def test_a_tool_with_arguments_does_nothing(tool: str) -> None:
    """It can neither text nor dial another number. The attempt is recorded."""
    story = a_call(*CONVERSING).when(agent_uses(tool, to="+19005550123"))
    story.then_refused("arguments").then_state("conversing")
    (rejected,) = story.last
    assert isinstance(rejected, e.ToolCallRejected)
    assert rejected.arguments == {"to": "+19005550123"}
    assert rejected.tool_call_id == "model-2"


def test_a_tool_that_does_not_exist_does_nothing() -> None:
    """The rejection lists those that exist."""
    story = a_call(*CONVERSING).when(agent_uses("text_anyone"))
    story.then_refused("unknown_tool")
    (rejected,) = story.last
    assert isinstance(rejected, e.ToolCallRejected)
    for tool in (TEXT, TO_INBOX, TO_MEMBER, TO_OUTSIDE, OTHER_TEXT):
        assert tool in rejected.detail


def test_an_agent_without_actions_has_no_tools() -> None:
    """The rejection says so."""
    story = a_call(call_comes_in(actions=()), agent_answers()).when(agent_uses(TEXT))
    story.then(such(e.ToolCallRejected, detail="this call's tools are none"))


def test_the_same_tool_call_delivered_twice_counts_once() -> None:
    """The framework repeats itself under one id (fault 32)."""
    a_call(*CONVERSING).when(agent_uses(TEXT)).once_more().then_nothing()


def test_a_tool_called_twice_under_two_ids_has_one_effect() -> None:
    """The model repeats itself under another id (fault 33)."""
    story = a_call(*CONVERSING, agent_uses(TEXT)).when(agent_uses(TEXT))
    story.then_refused("repeated")
    sent = [text for text in story.call.texts.values() if text.effect == "requested"]
    assert len(sent) == 1


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        (RINGING, "no_live_call"),
        (AGREED, "agent_left"),
        (CONNECTED, "agent_left"),
        (UNANSWERED, "agent_left"),
        (ENDED, "no_live_call"),
        ((*AGREED, call_ends()), "no_live_call"),
    ],
)
@pytest.mark.parametrize(
    "use",
    [
        agent_uses(TEXT),
        agent_uses(TO_MEMBER),
        agent_uses("text_anyone"),
        agent_uses(TEXT, to="+19005550123"),
    ],
)
def test_a_tool_call_by_an_agent_that_has_left_is_rejected(
    steps: tuple[Step, ...], reason: str, use: Step
) -> None:
    """By the system: no event of the agent follows its leaving."""
    a_call(*steps).when(use).then_refused(reason, by=Actor.SYSTEM)


def test_an_invalid_tool_call_is_rejected_as_invalid_in_any_state() -> None:
    """An invented tool is rejected as such even while the caller is asked."""
    a_call(*ASKED).when(agent_uses("text_anyone")).then_refused("unknown_tool")


def test_each_use_of_an_action_has_a_key_of_its_own() -> None:
    """The key follows from call, action and occurrence, never from the model's id."""
    first = a_call(*CONVERSING).when(agent_uses(TEXT)).call.texts
    again = a_call(*CONVERSING, agent_uses("text_anyone")).when(agent_uses(TEXT)).call.texts
    assert list(first) == list(again)
    other = a_call(*CONVERSING).when(agent_uses(OTHER_TEXT)).call.texts
    assert list(first) != list(other)
