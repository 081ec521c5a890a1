"""The steps of a call flow."""

import pytest

from hookflash.domain.flow.flow import AgentStep, Flow, VoicemailStep, order_problems

FLOW = Flow(
    steps=(
        AgentStep(greeting="Hello.", jobs=("Booking",)),
        VoicemailStep(greeting="Leave a message."),
    )
)


def test_a_flow_gives_its_agent_and_its_voicemail() -> None:
    """Each step is found by its kind."""
    assert FLOW.agent.jobs == ("Booking",)
    assert FLOW.voicemail.greeting == "Leave a message."


def test_a_flow_survives_being_stored() -> None:
    """Each step is read back from JSON as the same kind."""
    assert Flow.model_validate_json(FLOW.model_dump_json()) == FLOW


def test_agent_then_voicemail_is_in_order() -> None:
    """The smallest flow: an agent step, then a voicemail step."""
    assert order_problems(["agent", "voicemail"]) == ()


@pytest.mark.parametrize(
    ("kinds", "wrong"),
    [
        (["voicemail", "agent"], {"the voicemail step comes before the agent step"}),
        (["agent"], {"the flow has no voicemail step"}),
        (["voicemail"], {"the flow has no agent step"}),
        ([], {"the flow has no agent step", "the flow has no voicemail step"}),
        (["agent", "agent", "voicemail"], {"the flow has more than one agent step"}),
        (["agent", "voicemail", "voicemail"], {"the flow has more than one voicemail step"}),
    ],
)
def test_any_other_order_is_named(kinds: list[str], wrong: set[str]) -> None:
    """Every problem is reported, not only the first."""
    assert {problem.wrong for problem in order_problems(kinds)} == wrong
