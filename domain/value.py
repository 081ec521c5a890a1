"""The base of all domain values."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A frozen value; unknown fields are errors, never ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")
