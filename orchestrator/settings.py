"""What whoever opens a call center can set."""

from typing import Final

from pydantic import Field, field_validator

from hookflash.domain.call.call import Call
from hookflash.domain.call.sentences import sentences
from hookflash.domain.policy.speech.reading import UnderstandingMode
from hookflash.domain.value import Value

SHORTEST_SILENCE: Final = 300
"""Seconds: more than a voicemail takes, from which nothing is heard until it is recorded."""


class Settings(Value):
    """How long things may take and are kept, and what the caller hears instead.

    Times are in seconds, unless the name says otherwise.
    """

    agent_seconds: float = Field(default=10.0, gt=0, le=15, allow_inf_nan=False)
    """The agent has this long for one move: less than the 20 seconds after which a worker that
    owes the caller an answer counts as dead."""
    agent_fallback: str = Field(default=sentences("en").pardon, min_length=1)
    """What the caller hears if the agent makes no usable move in its turn; if it is not set, in the
    language of the call."""
    late_text_seconds: float = Field(default=300.0, ge=0, le=86_400, allow_inf_nan=False)
    """For so long after its request a text that the provider did not take yet is still sent when
    the call has ended, if the contact may still be texted. 0: it is cancelled with the call."""
    recordings_kept_days: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    """Days for which the recordings of voicemails are kept; then they are deleted. None: until
    their contact is erased. Only a process with a store of recordings deletes any."""

    silent_call_seconds: float = Field(default=14_400.0, le=604_800, allow_inf_nan=False)
    """After so long without a sign of life a call ends as interrupted, unless a person has the
    caller: 300 or more, which is longer than any call has nothing to report. 0: it never does."""

    most_live_calls: int = Field(default=20_000, ge=1)
    """Live calls that this process may hold, test calls included: a new one beyond them is refused
    (``TooManyCalls``), and those that are live go on. So many stay in memory."""

    understanding: UnderstandingMode | None = None
    """How a model's reading of the caller's answers counts beside the rules: ``off``,
    ``second_opinion`` (a yes needs both) or ``resolve_unclear`` (the model's yes also counts where
    the rules are unsure). None: ``second_opinion`` where a model is given, otherwise ``off``. It is
    frozen when a call comes in."""

    @field_validator("silent_call_seconds")
    @classmethod
    def _longer_than_any_pause(cls, seconds: float) -> float:
        if seconds != 0 and seconds < SHORTEST_SILENCE:
            raise ValueError(f"must be 0 (never) or at least {SHORTEST_SILENCE} seconds")
        return seconds

    def instead(self, call: Call) -> str:
        """What is said in place of the agent: the greeting, if it has said nothing yet."""
        greeted = any(line.by == "agent" for line in call.lines)
        chosen = "agent_fallback" in self.model_fields_set
        fallback = self.agent_fallback if chosen else sentences(call.language).pardon
        return fallback if greeted else call.greeting or fallback
