"""Instructions are read as steps with conditions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookflash.domain.job.briefing import ToolStep, brief
from hookflash.orchestrator.agents.scripted.steps import Ask, Step, Tell, Use, read_script
from tests.unit.agents.driver import job

SMS = "[/Send SMS: https://x.example]"
CALL = "[/Transfer call: Front Desk]"


def steps(instructions: str) -> tuple[Step, ...]:
    """The steps of a job with these instructions."""
    briefing = brief("Sona", "", [job("Job", instructions)])
    return read_script(briefing.jobs[0]).steps


def conditions(instructions: str) -> list[str]:
    """The kinds of condition on its tools; ``unless`` in front where it is turned round."""
    uses = [step for step in steps(instructions) if isinstance(step, Use)]
    return [("unless " if use.when.unless else "") + use.when.kind for use in uses]


@pytest.mark.parametrize(
    ("instructions", "kinds"),
    [
        (f"{SMS}", ["always"]),
        (f"Let the caller know you'll text the link now, then {SMS}. Confirm it.", ["always"]),
        (f"If the caller asks for a person, {CALL}", ["person"]),
        (f"When someone wants to speak with us, {CALL}", ["person"]),
        (f"{CALL} if they ask for a human.", ["person"]),
        (
            f"If the caller wants to book, {SMS}. If they ask for a person, {CALL}",
            ["topic", "person"],
        ),
        (f"If the caller wants to book, {SMS}. Otherwise {CALL}", ["topic", "otherwise"]),
        (f"If the caller wants to book, {SMS}, then {CALL}", ["topic", "topic"]),
        (f"If the caller wants to book, {SMS}. Then {CALL}", ["topic", "topic"]),
        (f"If the caller wants to book, {SMS}. After that {CALL}", ["topic", "topic"]),
        (f"If the caller wants to book, {SMS}. {CALL}", ["topic", "always"]),
        (f"If the caller wants to book:\n- {SMS}\n- {CALL}", ["topic", "topic"]),
        (f"If they want to book, tell them you'll text it.\n{SMS}", ["topic"]),
        (f"If they are cross, stay calm. Let them know you'll text it, then {SMS}", ["always"]),
        (f"{SMS}. Once they have it, {CALL}", ["always", "always"]),
        (f"{SMS}. If they did not receive it, {CALL}", ["always", "trouble"]),
        (f"{SMS}. If the text fails, {CALL}", ["always", "trouble"]),
        (f"{CALL}. If they'd rather not, {SMS}", ["always", "refused"]),
        (f"{CALL}. If nobody is available, {SMS}", ["always", "refused"]),
        (f"{SMS}. If they need more help, {CALL}", ["always", "more"]),
        (f"{SMS}. Only {CALL} if the caller asks", ["always", "asked"]),
        (f"{SMS}. {CALL} if necessary", ["always", "asked"]),
        (f"{SMS} or {CALL}, whichever they like", ["asked", "asked"]),
        (f"Never {CALL}. {SMS}", ["never", "always"]),
        (f"Don't {CALL} unless they ask for a person", ["person"]),
        (f"Unless they ask for a person, {SMS}", ["unless person"]),
        (f"For billing questions, {CALL}", ["topic"]),
        (f"In an emergency {CALL}", ["topic"]),
        (f"If they want to book, {SMS}. For anything else, {CALL}", ["topic", "otherwise"]),
        (f"If they want to book, {SMS}. In all other cases {CALL}", ["topic", "otherwise"]),
        (f"Offer to text the link. If they agree, {SMS}", ["agreed"]),
        (f"If the caller wants a link, {SMS}", ["text"]),
        (f"If they want to talk about a bill, {CALL}", ["topic"]),
        (f"Ask when they would like to come, then {SMS}", ["always"]),
    ],
)
def test_conditions(instructions: str, kinds: list[str]) -> None:
    """Whatever the wording, each action stands under the condition that was meant."""
    assert conditions(instructions) == kinds


@pytest.mark.parametrize(
    ("instructions", "asked"),
    [
        ("Ask for their name.", "Could you tell me your name?"),
        ("Ask the caller for their address, then", "Could you tell me your address?"),
        (
            "Ask whether they've been here before.",
            "Could you tell me whether you've been here before?",
        ),
        ("Ask for the caller's date of birth.", "Could you tell me your date of birth?"),
        ("Ask if the caller has a pet.", "Could you tell me whether you have a pet?"),
        ("Find out what the caller has lost.", "Could you tell me what you have lost?"),
        ("Get their order number and", "Could you tell me your order number?"),
    ],
)
def test_questions(instructions: str, asked: str) -> None:
    """A question is put in the second person."""
    assert steps(f"{instructions} {SMS}")[0] == Ask(asked)


@pytest.mark.parametrize(
    ("instructions", "told"),
    [
        ("Tell them that we're closed today.", "We're closed today."),
        ("Let the caller know your office is in Elm Street.", "Our office is in Elm Street."),
        ("Inform them you're happy to help.", "I'm happy to help."),
        ("Tell them to bring their insurance card.", "Please bring your insurance card."),
    ],
)
def test_statements(instructions: str, told: str) -> None:
    """What is to be told is told as the agent would say it."""
    assert steps(f"{instructions} {SMS}")[0] == Tell(told)


@pytest.mark.parametrize(
    "instructions",
    [
        "Be friendly.",
        "Confirm they received it.",
        "Ask whether it arrived.",
        "Ask if they would like to be transferred.",
        "Tell them you'll transfer them now.",
        "Ask whether there is anything else.",
        "Thank them for calling.",
        "Tell them",
        "Tell them to hold the line.",
        "Find out what they need.",
    ],
)
def test_what_is_not_a_step(instructions: str) -> None:
    """Manners, and what the agent says anyway, are no steps."""
    assert [type(step) for step in steps(f"{SMS} {instructions}")] == [Use]


def test_an_offer() -> None:
    """An offer is a question whose no takes the text away."""
    first, second = steps(f"Offer to text them the menu, then {SMS}")
    assert first == Ask("Would you like me to text you the menu?", offer=True)
    assert isinstance(second, Use)


INSTRUCTIONS = st.lists(
    st.sampled_from(
        [SMS, CALL, "If", " the caller asks, ", "then", ". ", "\n", "- ", "Ask for ", "Tell them "]
    )
    | st.text(alphabet="abc .,:;!?'\n()", max_size=20),
    max_size=30,
)


@given(INSTRUCTIONS)
def test_any_instructions_can_be_read(parts: list[str]) -> None:
    """Every action is a step, in its order, whatever stands around it."""
    instructions = "".join(parts)
    used = [step.tool for step in steps(instructions) if isinstance(step, Use)]
    briefing = brief("Sona", "", [job("Job", instructions)])
    written = briefing.jobs[0].steps
    assert used == [step.tool for step in written if isinstance(step, ToolStep)]


@pytest.mark.parametrize(
    ("instructions", "kinds"),
    [
        (f"If they want to get it fixed, {CALL}", ["topic"]),
        (f"If the caller is a property manager, {CALL}", ["topic"]),
        (f"If the caller needs someone to fix a pipe, {CALL}", ["topic"]),
        (f"If the caller wants to transfer a prescription, {CALL}", ["topic"]),
        (f"If their card was declined, {CALL}", ["topic"]),
        (f"If the caller is ready to order, {CALL}", ["topic"]),
        (f"If they ask for the manager, {CALL}", ["person"]),
        (f"If the caller says no, {SMS}", ["refused"]),
        (f"{SMS}. When they have received it, {CALL}", ["always", "always"]),
    ],
)
def test_conditions_that_look_like_others(instructions: str, kinds: list[str]) -> None:
    """A word that often means something else is read in its company."""
    assert conditions(instructions) == kinds
