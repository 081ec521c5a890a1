"""Instructions as the console's editor shows them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookflash.domain.job.action import SendSms
from hookflash.domain.job.directory import Directory
from hookflash.domain.job.instructions import parse
from hookflash.orchestrator.console.instruction_pieces import Piece, pieces_of, write_pieces

DIRECTORY = Directory(["Front Desk"], ["Scheduling"], ("+14155550100",))
SENTENCE = (
    "Let the caller know you\u2019ll text the scheduling link now, then "
    "/Send SMS: https://example.com/book. Confirm they received it."
)
_fragments = st.sampled_from(
    ["/Send SMS: ", "[/Transfer call: ", "Front Desk", "]", "[", "https://x.test/a", ". ",
     ", then ", "\n", "Hello", "\\", "[/Send SMS: ]", "[/Transfer call: Nobody]",
     "/Transfer call: Scheduling"]
)  # fmt: skip
_pieces = st.lists(
    st.builds(
        Piece,
        kind=st.sampled_from(["text", "send_sms"]),
        says=st.sampled_from(
            ["Hello", "One. Two.", "https://x.test/a", " then ", ". ", "a [b", "\n"]
        ),
    )
    | st.just(Piece(kind="transfer_call", says="Front Desk")),
    max_size=8,
)


def said(instructions: str) -> list[tuple[str, str]]:
    """Return each piece's kind and content."""
    return [(piece.kind, piece.says) for piece in pieces_of(instructions, DIRECTORY)]


def test_the_sentence_of_the_product_is_words_an_action_and_words() -> None:
    """The full stop does not belong to the URL."""
    assert said(SENTENCE) == [
        ("text", SENTENCE[: SENTENCE.index("/Send")]),
        ("send_sms", "https://example.com/book"),
        ("text", ". Confirm they received it."),
    ]


def test_a_picked_action_is_written_as_people_write_it() -> None:
    """Without brackets, where that parses the same."""
    before, _, after = pieces_of(SENTENCE, DIRECTORY)
    picked = Piece(kind="send_sms", says="https://example.com/book")
    assert write_pieces([before, picked, after], DIRECTORY) == SENTENCE


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ([("send_sms", "One. Two.")], "[/Send SMS: One. Two.]"),
        ([("send_sms", "Hello"), ("text", " and welcome")], "[/Send SMS: Hello] and welcome"),
        ([("transfer_call", "Scheduling"), ("text", ".")], "/Transfer call: Scheduling."),
        ([("transfer_call", "+14155550188")], "/Transfer call: +14155550188"),
        ([("send_sms", "")], "[/Send SMS: ]"),
        ([("transfer_call", "")], "[/Transfer call: ]"),
        ([("transfer_call", "Nobody")], "[/Transfer call: Nobody]"),
    ],
)
def test_brackets_are_for_what_is_not_clear_without(
    pieces: list[tuple[str, str]], expected: str
) -> None:
    """A text of several sentences, adjoining words, an invalid action."""
    made = [Piece.model_validate({"kind": kind, "says": says}) for kind, says in pieces]
    assert write_pieces(made, DIRECTORY) == expected


@pytest.mark.parametrize("instructions", ["Now [/Send SMS: ] and", "[/Transfer call: Nobody]!"])
def test_an_action_with_a_mistake_is_an_action_still(instructions: str) -> None:
    """So that it can be fixed in the editor."""
    assert {"send_sms", "transfer_call"} & {kind for kind, _ in said(instructions)}


@given(st.lists(_fragments, max_size=20).map("".join))
def test_what_nobody_touched_is_written_as_it_was(instructions: str) -> None:
    """Opening a job and saving it changes nothing."""
    pieces = pieces_of(instructions, DIRECTORY)
    assert "".join(piece.source or piece.says for piece in pieces) == instructions
    if not parse(instructions, DIRECTORY).problems:
        assert write_pieces(pieces, DIRECTORY) == instructions


@given(_pieces)
def test_every_text_that_was_entered_is_found_again(pieces: list[Piece]) -> None:
    """Whatever surrounds it, and without taking any of that in."""
    reading = parse(write_pieces(pieces, DIRECTORY), DIRECTORY)
    bodies = [piece.says.strip() for piece in pieces if piece.kind == "send_sms"]
    if not reading.problems and all(bodies):
        found = [step.body for step in reading.steps if isinstance(step, SendSms)]
        assert found == bodies
