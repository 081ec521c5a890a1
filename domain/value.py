"""What every value of the domain is: frozen, exact about its fields."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A frozen value; a field it does not know is an error, never ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")
