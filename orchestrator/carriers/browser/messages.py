"""What a tab tells the server, as JSON; everything else on its line is sound."""

from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter

from hookflash.domain.value import Value

MAX_WORDS: Final = 2_000
"""Characters that a person may type at once."""
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{8,64}$")]
"""An id that the tab made up."""
Number = Annotated[str, Field(pattern=r"^\+[0-9]{6,15}$")]
Leg = Annotated[str, Field(min_length=1, max_length=200)]
Words = Annotated[str, Field(min_length=1, max_length=MAX_WORDS, pattern=r"^[^\x00]+$")]
"""What a person typed; no log holds U+0000."""
Seconds = Annotated[float, Field(ge=0, le=3_600, allow_inf_nan=False)]


class OpenCall(Value):
    """The tab is a caller. ``call`` is its own id of the call, by which it returns to it.

    ``from_`` is empty for a withheld number.
    """

    do: Literal["call"]
    key: str
    call: Id
    to: Number
    from_: Number | Literal[""] = Field(alias="from")


class OpenPhone(Value):
    """The tab is the phone with this number; ``tab`` is its own id, by which it returns.

    ``leg`` is what rings or talks there as far as the tab knows; empty: nothing.
    """

    do: Literal["phone"]
    key: str
    tab: Id
    number: Number
    leg: Annotated[str, Field(max_length=200)] = ""


class Say(Value):
    """Somebody typed words; ``leg`` is empty for the caller."""

    do: Literal["say"]
    id: Id
    text: Words
    leg: str = ""


class Press(Value):
    """Somebody pressed a key; ``leg`` is empty for the caller."""

    do: Literal["press"]
    id: Id
    digits: Annotated[str, Field(pattern=r"^[0-9*#]{1,20}$")]
    leg: str = ""


class Text(Value):
    """The caller answers a text."""

    do: Literal["text"]
    id: Id
    body: Words


class Got(Value):
    """A text arrived on the tab."""

    do: Literal["got"]
    text: str


class Played(Value):
    """What was played of a speech: how many samples, and how many seconds ago it began and ended.

    ``finished``: to its end, and not stopped. A speech that was only shown has no samples.
    """

    do: Literal["played"]
    speech: str
    samples: Annotated[int, Field(ge=0)]
    began: Seconds
    ended: Seconds
    finished: bool


class HangUp(Value):
    """The caller, or the person on a phone, hung up."""

    do: Literal["hang_up"]
    leg: str = ""


class Answer(Value):
    """A phone was answered."""

    do: Literal["answer"]
    leg: Leg


class Decline(Value):
    """A phone that rings was declined."""

    do: Literal["decline"]
    leg: Leg


class Busy(Value):
    """The phone is busy from now on, or not any more."""

    do: Literal["busy"]
    on: bool


Opening = Annotated[OpenCall | OpenPhone, Field(discriminator="do")]
OPENING: Final[TypeAdapter[OpenCall | OpenPhone]] = TypeAdapter(Opening)
"""Reads the first message of a tab."""
FromCaller = Say | Press | Text | Got | Played | HangUp
FROM_CALLER: Final[TypeAdapter[FromCaller]] = TypeAdapter(
    Annotated[FromCaller, Field(discriminator="do")]
)
"""Reads what a caller's tab tells."""
FromPhone = Answer | Decline | Press | Say | Got | HangUp | Busy
FROM_PHONE: Final[TypeAdapter[FromPhone]] = TypeAdapter(
    Annotated[FromPhone, Field(discriminator="do")]
)
"""Reads what a phone's tab tells."""
