"""Parsing instructions into steps with conditions."""

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
    """The kinds of condition on its tools, with the prefix ``unless`` if negated."""
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
def test_each_action_gets_its_condition(instructions: str, kinds: list[str]) -> None:
    """Whatever the wording."""
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
def test_questions_are_put_in_the_second_person(instructions: str, asked: str) -> None:
    """The caller is addressed as "you"."""
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
def test_statements_are_rephrased_for_the_caller(instructions: str, told: str) -> None:
    """The agent says what it is told to tell."""
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
def test_manners_are_not_steps(instructions: str) -> None:
    """Neither is what the agent says anyway."""
    assert [type(step) for step in steps(f"{SMS} {instructions}")] == [Use]


def test_declining_an_offer_skips_the_text() -> None:
    """An offer is a question about the next step."""
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
def test_any_instructions_can_be_parsed(parts: list[str]) -> None:
    """Every action becomes a step, in order, whatever surrounds it."""
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
def test_ambiguous_words_are_read_in_context(instructions: str, kinds: list[str]) -> None:
    """A word that usually means something else is judged by its neighbours."""
    assert conditions(instructions) == kinds


@pytest.mark.parametrize(
    "instructions",
    [
        f"Ask if they want the link by text. If they do, {SMS}",
        f"Ask if they want the link by text. If so, {SMS}",
        f"Ask whether they would like an appointment. If they would, {SMS}",
    ],
)
def test_if_they_do_refers_to_the_question_before(instructions: str) -> None:
    """A yes to the question is the condition of the text."""
    asked, use = steps(instructions)
    assert isinstance(asked, Ask)
    assert asked.offer
    assert isinstance(use, Use)
    assert use.when.kind == "agreed"


def test_if_they_do_without_a_question_waits_for_a_request() -> None:
    """It refers to nothing that the agent knows."""
    assert conditions(f"If they do, {SMS}") == ["asked"]
