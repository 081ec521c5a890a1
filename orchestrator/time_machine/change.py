"""What is different in a branch of a call: facts, jobs, phones, or what the caller does."""

from collections.abc import Mapping
from typing import Any, Final, Literal, TypeVar

from pydantic import Field, StrictBool, ValidationError

from hookflash.domain.call import commands as c
from hookflash.domain.errors import HookflashError
from hookflash.domain.job.briefing import compile_actions
from hookflash.domain.job.job import Job
from hookflash.domain.policy.limits import ProposalLimits, TextLimits
from hookflash.domain.policy.texting import LocalTime, TextingFacts
from hookflash.domain.value import Value
from hookflash.domain.workspace.number import Registration

C = TypeVar("C", bound=c.Command)


_ROUTED: Final = (c.HearCaller, c.PressDigits, c.AcceptSpeech, c.ReportSpeech)
"""What may hold the answer to a transfer's question, and so where a yes leads."""
PhoneDoes = Literal["answer", "reject", "busy", "fail", "ignore"]


class InvalidFork(HookflashError, ValueError):
    """A branch cannot be grown as asked; the text names the part, and what would be right."""


class NotForkable(HookflashError, ValueError):
    """A call cannot be decided again: its log is damaged, or lacks the jobs that it began with."""


class Phone(Value):
    """What a phone does once it rings: it answers, or is busy, ``after`` so many seconds.

    ``ignore``: it rings without an answer.
    """

    does: PhoneDoes = "answer"
    after: float = Field(default=4.0, ge=0, le=120, strict=True)


class Policy(Value):
    """Settings that decisions depend on; None leaves them as they were on the call."""

    registration: Registration | None = None
    """Of the business number, for texts."""
    opted_out: StrictBool | None = None
    """Whether the caller had opted out of texts before the call."""
    quiet_hours: Literal["off", "on"] | None = None
    """Off: as if none were set. On: as if it were night where the caller is."""
    texts_per_call: int | None = Field(default=None, ge=0, strict=True)
    texts_per_contact_per_day: int | None = Field(default=None, ge=0, strict=True)
    texts_per_day: int | None = Field(default=None, ge=0, strict=True)
    proposals_per_call: int | None = Field(default=None, ge=0, strict=True)
    external_transfers_per_day: int | None = Field(default=None, ge=0, strict=True)
    ring_seconds: int | None = Field(default=None, ge=15, le=120, strict=True)
    do_not_disturb: tuple[str, ...] = ()
    """Members whose phones do not ring."""

    def applied(self, command: c.Command) -> c.Command:
        """``command`` with these settings in place of the recorded ones."""
        if isinstance(command, c.CallTool):
            changed = {
                "texting": self.texting(command.texting),
                "routing": self.routing(command.routing),
                "limits": self.proposals(command.limits),
            }
        elif isinstance(command, c.Attempt):
            changed = {"texting": self.texting(command.texting)}
        elif isinstance(command, _ROUTED) and command.routing is not None:
            changed = {"routing": self.routing(command.routing)}
        else:
            return command
        return command.model_copy(update=changed)

    def texting(self, facts: TextingFacts | None) -> TextingFacts | None:
        """What is known about texting the caller, by these settings."""
        if facts is None:
            return None
        changed: dict[str, Any] = {"limits": self._texts(facts.limits)}
        if self.registration is not None:
            changed["registration"] = self.registration
        if self.opted_out is not None:
            changed |= {"opted_out": self.opted_out, "opt_outs": ()}
        if self.quiet_hours == "off":
            changed["local_time"] = None
        elif self.quiet_hours == "on":
            changed["local_time"] = LocalTime(hours="00:00-24:00", times=(), quiet=True)
        return facts.model_copy(update=changed)

    def routing(self, routing: c.Routing | None) -> c.Routing | None:
        """The phones that a transfer would ring, by these settings."""
        if routing is None:
            return None
        spared = {*self.do_not_disturb}
        recipients = tuple(
            one.model_copy(update={"do_not_disturb": True}) if one.name in spared else one
            for one in routing.recipients
        )
        seconds = self.ring_seconds or routing.ring_seconds
        return routing.model_copy(update={"recipients": recipients, "ring_seconds": seconds})

    def proposals(self, limits: ProposalLimits | None) -> ProposalLimits | None:
        """How many transfers may be proposed, by these settings."""
        if limits is None:
            return None
        wanted = {
            "per_call": self.proposals_per_call,
            "external_per_day": self.external_transfers_per_day,
        }
        return limits.model_copy(update=_given(wanted))

    def _texts(self, limits: TextLimits | None) -> TextLimits | None:
        if limits is None:
            return None
        wanted = {
            "per_call": self.texts_per_call,
            "per_contact": self.texts_per_contact_per_day,
            "per_day": self.texts_per_day,
        }
        return limits.model_copy(update=_given(wanted))


class Change(Value):
    """How a branch differs from the recorded call.

    ``jobs`` take the place of those of the call with the same names; None: none does. ``phones``
    are by the member's name, or the external number. The caller says ``say``, presses ``press``
    and, with ``hang_up``, hangs up, in this order and each once the agent waits, in place of all
    that they did after the fork.
    """

    jobs: tuple[Job, ...] | None = None
    policy: Policy = Policy()
    phones: dict[str, Phone] = {}
    say: tuple[str, ...] = ()
    press: str = Field(default="", pattern=r"^[0-9*#A-D]*$")
    hang_up: bool = False

    @property
    def caller_acts(self) -> bool:
        """Whether the caller does something else at the fork."""
        return bool(self.say or self.press or self.hang_up)

    def applied(self, command: c.Command) -> c.Command:
        """``command`` as it would have been."""
        if isinstance(command, c.ReceiveCall) and self.jobs is not None:
            named = tuple((job.name, job.version) for job in self.jobs)
            handling = tuple(job.name for job in self.jobs if "emergencies" in job.handles)
            return command.model_copy(
                update={
                    "actions": compile_actions(self.jobs),
                    "jobs": named,
                    "emergency_jobs": handling,
                }
            )
        return self.policy.applied(command)


SETTINGS: Final = tuple(Policy.model_fields)
"""The settings of a policy by name."""
_RIGHT: Final = {
    "int_type": "write a whole number, such as 20",
    "bool_type": "write yes or no",
    "greater_than_equal": "it is at least {ge}",
    "less_than_equal": "it is at most {le}",
    "literal_error": "use {expected}",
    "string_pattern_mismatch": "keys are 0 to 9, *, # and A to D",
}
"""What would be right, by the kind of mistake."""
_SWITCHES: Final = {"yes": True, "true": True, "no": False, "false": False}


def policy_from(settings: Mapping[str, str]) -> Policy:
    """Read settings as they are typed: ``{"registration": "approved"}``.

    Raises :class:`InvalidFork` for an unknown name or a value that does not fit.
    """
    said: dict[str, Any] = {}
    for name, typed in settings.items():
        if name not in SETTINGS:
            raise InvalidFork(f"{name} is not a setting; use one of {', '.join(SETTINGS)}")
        said[name] = int(typed) if _is_whole(typed) else _SWITCHES.get(typed, typed)
    if "do_not_disturb" in said:
        names = settings["do_not_disturb"].split(",")
        said["do_not_disturb"] = tuple(name.strip() for name in names)
    try:
        return Policy.model_validate(said)
    except ValueError as error:
        raise InvalidFork(_first_problem(error, settings)) from error


def first_mistake(error: ValidationError) -> tuple[str, str]:
    """The name of the first value that does not fit, and what would be right."""
    problem = error.errors()[0]
    words = _RIGHT.get(problem["type"])
    right = problem["msg"] if words is None else words.format(**problem.get("ctx", {}))
    return str(problem["loc"][0]), right


def _first_problem(error: ValueError, said: Mapping[str, Any]) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    name, right = first_mistake(error)
    return f"{name}: {said[name]!r} does not fit: {right}"


def _is_whole(typed: str) -> bool:
    return typed.removeprefix("-").isdecimal()


def _given(wanted: Mapping[str, int | None]) -> dict[str, int]:
    return {name: value for name, value in wanted.items() if value is not None}
