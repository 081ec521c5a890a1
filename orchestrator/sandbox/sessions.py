"""Test calls: the rules of a live call, with simulated phones and texts.

The log marks a call as a test, so every worker that acts for it uses the simulated line. The plans
of its phones are kept in this process only: after a restart, phones ring until they are answered
or declined by hand.
"""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Final, Literal, Protocol

from pydantic import Field

from hookflash.domain.call.call import Call, LegState
from hookflash.domain.call.call import LegStatus as PhoneStatus
from hookflash.domain.call.errors import NoSuchCall
from hookflash.domain.errors import HookflashError
from hookflash.domain.job.action import Action, TransferCall
from hookflash.domain.job.job import Job
from hookflash.domain.policy.caller_id import called_number
from hookflash.domain.value import Value
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.carriers.simulator.behaviour import Behaviour, Does, PhoneBehaviour
from hookflash.orchestrator.ports.reports import LegStatus, Recording, Report
from hookflash.orchestrator.runtime.command_handler import CommandHandler
from hookflash.orchestrator.sandbox.host_tests import HostTests
from hookflash.orchestrator.sandbox.line import SandboxLine
from hookflash.orchestrator.sandbox.suggestions import suggested_lines
from hookflash.orchestrator.workspaces.forms import JobForm
from hookflash.orchestrator.workspaces.repository import WorkspaceRepository

CONTACT: Final = "+12025550147"
"""The default caller of a test call: a number reserved for fiction."""
KEPT: Final = 1_000
"""How many test calls' phone plans are kept in memory."""
SECONDS_A_CHARACTER: Final = 0.06
"""Estimates the length of a recorded message from its text."""
_RINGS: Final = ("waiting", "ringing")


ReadJob = Callable[[str, JobForm], Awaitable[Job]]
"""Returns a job of a workspace as a call would have it."""


class NotATest(HookflashError, ValueError):
    """The operation is possible on test calls only, and this is a live call."""

    def __init__(self, call_id: str) -> None:
        super().__init__(f"{call_id} is not a test call: its phones are real. Start a test call.")


class NoSuchPhone(HookflashError, LookupError):
    """The call can ring no phone with that name or number."""

    def __init__(self, who: str, known: list[str]) -> None:
        super().__init__(f"there is no phone “{who}”; known phones: {', '.join(known) or 'none'}")
        self.who = who


class NotRinging(HookflashError, ValueError):
    """A phone that is not ringing cannot be answered or declined."""

    def __init__(self, who: str, status: str) -> None:
        super().__init__(f"the phone of {who} is not ringing; it is {status}")


class PhonePlan(Value):
    """What a phone does after ringing for ``after`` seconds.

    ``by_hand``: it rings until it is answered or declined by a request.
    """

    does: Literal[Does, "by_hand"] = "by_hand"
    after: float = Field(default=0.0, ge=0, le=120, strict=True, allow_inf_nan=False)


class Phone(Value):
    """A phone that a test call may ring; ``leg`` and ``status`` describe its latest ring."""

    who: str
    phone: str
    does: Literal[Does, "by_hand"]
    after: float
    leg: str | None = None
    status: PhoneStatus | Literal["idle"] = "idle"


class LiveCalls(Protocol):
    """The methods of the call center that a test call needs."""

    async def receive_call(
        self,
        *,
        to: str,
        from_: str | None,
        provider_call_id: str = "",
        test: bool = False,
        draft: Job | None = None,
    ) -> str:
        """See ``CallCenter.receive_call``."""
        ...

    async def answer(self, call_id: str) -> list[str]:
        """See ``CallCenter.answer``."""
        ...

    async def hear(
        self, call_id: str, text: str, *, began_at: datetime | None = None, message_id: str = ""
    ) -> list[str]:
        """See ``CallCenter.hear``."""
        ...

    async def report(self, call_id: str, report: Report) -> None:
        """See ``CallCenter.report``."""
        ...

    async def desk(self, call_id: str) -> Any:
        """See ``CallCenter.desk``."""
        ...

    async def until(
        self, call_id: str, condition: Callable[[Call], bool], seconds: float | None = None
    ) -> Call:
        """See ``CallCenter.until``."""
        ...


class Sandbox:
    """Starts test calls, and plays the caller and the phones in them.

    ``host_tests`` has an agent that the host runs take them; ``read_job`` reads the unpublished job
    of a call.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - the parts of the call center that it needs
        self,
        calls: LiveCalls,
        workspaces: WorkspaceRepository,
        handler: CommandHandler,
        line: SandboxLine,
        agent: object,
        read_job: ReadJob,
    ) -> None:
        self._calls = calls
        self._read_job = read_job
        self._workspaces = workspaces
        self._handler = handler
        self._line = line
        self.host_tests = HostTests(calls, agent)
        self._plans: OrderedDict[str, dict[str, PhonePlan]] = OrderedDict()

    async def begin(
        self,
        *,
        to: str,
        from_: str | None = CONTACT,
        phones: Mapping[str, PhonePlan] | None = None,
        provider_call_id: str = "",
        job: JobForm | None = None,
    ) -> str:
        """Start a test call to ``to`` that the agent answers; returns the call's id.

        ``phones`` maps members' names or numbers to plans; other phones ring until they are
        answered or declined. ``job`` is the only one of the call, published or not, in place of
        those of the call flow. Raises ``UnknownNumber`` as ``CallCenter.receive_call`` does,
        ``InvalidChange`` for a job with mistakes, and :class:`NoSuchPhone`.
        """
        phones = phones or {}
        draft = await self._draft(to, job) if job is not None else None
        await self._check(to, phones, draft)
        call_id = await self._calls.receive_call(
            to=to, from_=from_, provider_call_id=provider_call_id, test=True, draft=draft
        )
        await self._plan(call_id, phones)
        await self._calls.answer(call_id)
        self.host_tests.begin(call_id)
        await self.host_tests.replied(call_id)
        return call_id

    async def set_phone(self, call_id: str, who: str, plan: PhonePlan) -> None:
        """Set what a phone does; applied at once if it is ringing. Raises :class:`NoSuchPhone`."""
        phone = await self._phone(call_id, who)
        await self._plan(call_id, {phone.who: plan})
        if phone.leg and phone.status in _RINGS:
            await self._line.telephony.act(call_id, phone.leg, _behaviour(plan).does)

    async def answer_phone(self, call_id: str, who: str) -> None:
        """Answer a ringing phone, named by leg, member or number. Repeating it has no effect.

        Raises ``NoSuchPhone``, ``NotRinging`` and ``NotATest``.
        """
        phone = await self._phone(call_id, who)
        if phone.status != "answered":
            await self._line.telephony.act(call_id, _ringing_leg(phone), "answer")

    async def decline_phone(self, call_id: str, who: str) -> None:
        """Decline a ringing phone; otherwise like :meth:`answer_phone`."""
        phone = await self._phone(call_id, who)
        if phone.status != "unavailable":
            await self._line.telephony.act(call_id, _ringing_leg(phone), "reject")

    async def skip_ringing(self, call_id: str) -> None:
        """End the ringing now: each phone does what it would do in the end.

        One that rings until it is answered by hand, or that nobody answers, is not answered.
        Without a ringing phone nothing happens. Raises ``NotATest``.
        """
        ringing = [phone for phone in await self.phones(call_id) if phone.status in _RINGS]
        for phone in ringing:
            leg = _ringing_leg(phone)
            if phone.does == "by_hand" or phone.does == "ignore":  # noqa: PLR1714 - narrows the type
                status = LegStatus(leg=leg, status="unavailable", reason="no_answer")
                await self._calls.report(call_id, status)
            else:
                await self._line.telephony.act(call_id, leg, phone.does)

    async def phones(self, call_id: str) -> tuple[Phone, ...]:
        """Return every phone that the call may ring: members' and the jobs' external numbers."""
        call = await self._load(call_id)
        workspace = await self._workspaces.get(call.workspace)
        known = _reachable(workspace, [saved.action for saved in call.actions.values()])
        newest = {
            state.leg.who: state for t in call.transfers.values() for state in t.legs.values()
        }
        plans = self._plans.get(call_id, {})
        return tuple(
            _phone(who, number, plans.get(who, PhonePlan()), newest.get(who))
            for who, number in known.items()
        )

    async def phones_of(self, number: str) -> tuple[Phone, ...]:
        """Return every phone that a new test call to ``number`` (E.164) may ring."""
        known = await self._known(number)
        return tuple(_phone(who, phone, PhonePlan(), None) for who, phone in known.items())

    async def say(self, call_id: str, words: str, *, message_id: str = "") -> list[str]:
        """Say ``words`` as the caller: to the agent, or as the message once voicemail plays.

        Returns the agent's answers; empty on voicemail. An agent that the host runs has 10 seconds
        for the first of them.
        """
        call = await self._load(call_id)
        voicemail, before = call.voicemail, call.position
        if call.state != "voicemail_fallback" or voicemail is None:
            said = await self._calls.hear(call_id, words, message_id=message_id)
            if not call.hosted:
                return said
            await self.host_tests.replied(call_id)
            now = await self._load(call_id)
            since = [line for line in now.lines if line.position > before]
            return [line.text for line in since if line.by == "agent"]
        recording = Recording(
            effect_key=voicemail.effect_key,
            recording=f"simulated:{voicemail.effect_key[:8]}",
            seconds=round(len(words) * SECONDS_A_CHARACTER + 1.0, 1),
            transcript=words,
            message_id=message_id,
        )
        await self._calls.report(call_id, recording)
        return []

    async def note(self, call_id: str) -> str:
        """What is wrong with the host's agent on a test call; empty if nothing is."""
        return self.host_tests.note(await self._load(call_id))

    async def suggested_lines(self, call_id: str) -> tuple[str, ...]:
        """Return lines that the caller might say next."""
        call = await self._load(call_id)
        workspace = await self._workspaces.get(call.workspace)
        jobs = workspace.jobs_of(call.jobs, call.drafts) if workspace else ()
        return suggested_lines(call, jobs)

    async def _draft(self, to: str, job: JobForm) -> Job | None:
        """Read a job of the workspace that has the number; None if none has it."""
        number = called_number(to)
        owner = (await self._workspaces.owner(number)).workspace if number else None
        if not owner:
            return None
        return (await self._read_job(owner, job)).model_copy(update={"on": True, "version": 0})

    async def _check(self, to: str, named: Iterable[str], draft: Job | None) -> None:
        number = called_number(to)
        if number is None:
            return
        known = await self._known(number, draft)
        numbers = set(known.values())
        for who in named:
            if who not in known and who not in numbers:
                raise NoSuchPhone(who, [*known])

    async def _known(self, number: str, draft: Job | None = None) -> dict[str, str]:
        owner = (await self._workspaces.owner(number)).workspace
        workspace = await self._workspaces.get(owner) if owner else None
        jobs = workspace.attached(number) if workspace else ()
        jobs = (draft,) if draft is not None else jobs
        return _reachable(workspace, [action for job in jobs for action in job.actions])

    async def _load(self, call_id: str) -> Call:
        call = await self._handler.load(call_id)
        if not call.position:
            raise NoSuchCall(call_id)
        if not call.test:
            raise NotATest(call_id)
        return call

    async def _phone(self, call_id: str, who: str) -> Phone:
        phones = await self.phones(call_id)
        for phone in phones:
            if who in (phone.leg, phone.who, phone.phone):
                return phone
        raise NoSuchPhone(who, [phone.who for phone in phones])

    async def _plan(self, call_id: str, wanted: Mapping[str, PhonePlan]) -> None:
        """Set the plans of phones that do not ring, by member or number."""
        plans, named = self._plans_of(call_id), dict[str, str]()
        if not wanted:
            return
        for phone in await self.phones(call_id):
            named.setdefault(phone.who, phone.who)
            named.setdefault(phone.phone, phone.who)
        for who, plan in wanted.items():
            if who not in named:
                raise NoSuchPhone(who, list(dict.fromkeys(named.values())))
            plans[named[who]] = plan
        behaviours = {who: _behaviour(plan) for who, plan in plans.items()}
        self._line.telephony.behave(call_id, Behaviour(phones=behaviours))

    def _plans_of(self, call_id: str) -> dict[str, PhonePlan]:
        plans = self._plans.setdefault(call_id, {})
        self._plans.move_to_end(call_id)
        if len(self._plans) > KEPT:
            oldest, _ = self._plans.popitem(last=False)
            self._line.forget(oldest)
        return plans


def _reachable(workspace: Workspace | None, actions: Iterable[Action]) -> dict[str, str]:
    """Map the names of phones that can ring to numbers; an external number is its own name."""
    known = {m.name: m.phone for m in workspace.members.values()} if workspace else {}
    going = [action.destination for action in actions if isinstance(action, TransferCall)]
    return known | {one.name: one.name for one in going if one.kind == "external"}


def _ringing_leg(phone: Phone) -> str:
    if phone.leg is None or phone.status not in _RINGS:
        raise NotRinging(phone.who, phone.status.replace("_", " "))
    return phone.leg


def _phone(who: str, number: str, plan: PhonePlan, newest: LegState | None) -> Phone:
    ringing = {"leg": newest.leg.leg, "status": newest.status} if newest else {}
    return Phone.model_validate({"who": who, "phone": number, **dict(plan), **ringing})


def _behaviour(plan: PhonePlan) -> PhoneBehaviour:
    """Translate a plan for the simulator; ``by_hand`` rings until a request changes it."""
    does: Does = "ignore" if plan.does == "by_hand" else plan.does
    return PhoneBehaviour(does=does, after=plan.after)
