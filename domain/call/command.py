"""The base of all commands of a call."""

from typing import Annotated

from pydantic import AwareDatetime, ConfigDict, Field

from hookflash.domain.value import Value

StorableText = Annotated[str, Field(pattern=r"^[^\x00]*$")]
"""Text from outside, without U+0000: PostgreSQL text cannot hold it."""


class Command(Value):
    """A request to the call, or a report about it; ``at`` is aware UTC."""

    model_config = ConfigDict(defer_build=True)  # as events

    id: str
    at: AwareDatetime
