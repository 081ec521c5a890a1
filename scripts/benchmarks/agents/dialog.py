"""One call, turn by turn, and what the free model answers: the same for all contenders."""

from typing import Final, Literal, NamedTuple

Kind = Literal["words", "a text", "a transfer question"]
"""How a turn of the caller is answered."""
TEXT_TOOL: Final = "send_sms_1"
TRANSFER_TOOL: Final = "transfer_call_2"
GREETING: Final = "Thanks for calling Harbor Dental. How can I help you?"
QUESTION: Final = "Would you like me to transfer you to Front Desk?"
INSTRUCTIONS: Final = (
    "You answer the phone of Harbor Dental. If the caller wants the link, text it; if they want "
    "the front desk, ask whether to transfer them."
)
TOOL_RESULTS: Final = {
    TEXT_TOOL: "The text was sent. Tell the caller, and ask whether it arrived.",
    TRANSFER_TOOL: f"Ask the caller: {QUESTION}",
}
"""What the tools answer where Hookflash is not used."""


class CallersTurn(NamedTuple):
    """What the caller says, and how it is answered."""

    kind: Kind
    words: str


TURNS: Final = (
    CallersTurn("words", "When are you open on Fridays?"),
    CallersTurn("words", "Is there a place to park?"),
    CallersTurn("a text", "Could you text me the link, please?"),
    CallersTurn("words", "And how long does a check-up take?"),
    CallersTurn("a transfer question", "Could I talk to the front desk?"),
)


class Reply(NamedTuple):
    """What the model writes: words, or the use of a tool."""

    words: str = ""
    tool: str = ""


_REPLIES: Final = {
    TURNS[0].words: Reply("We are open from nine to five, and until noon on Fridays."),
    TURNS[1].words: Reply("Yes, there is a place to park behind the house."),
    TURNS[2].words: Reply(tool=TEXT_TOOL),
    TURNS[3].words: Reply("A check-up takes about half an hour."),
    TURNS[4].words: Reply(tool=TRANSFER_TOOL),
}
_AFTER_TOOLS: Final = {
    TEXT_TOOL: Reply("I've texted you the link. Did it arrive?"),
    TRANSFER_TOOL: Reply(QUESTION),
}


def reply_to(words: str) -> Reply:
    """What the model answers to the caller."""
    return _REPLIES[words]


def reply_after(tool: str) -> Reply:
    """What the model says once it has the result of ``tool``."""
    return _AFTER_TOOLS[tool]
