"""Counts what workspaces use of their daily limits, exactly and across workers.

The counts are a stream per workspace and day. They are read when a tool is used or a text is
replied to, and appended in one commit with the decision that they belong to: a worker that decided
on a stale count conflicts, and decides again (docs/adr/0014-counters.md).
"""

from collections import Counter, OrderedDict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import CallTool, Command
from hookflash.domain.call.events import CallEvent, SmsRequested, TransferProposed
from hookflash.domain.event import Event
from hookflash.domain.inbox.receiving import ReceiveText
from hookflash.domain.inbox.reply_events import ReplyRequested
from hookflash.domain.job.action import TransferCall
from hookflash.domain.policy.limits import TextLimits, near
from hookflash.domain.policy.texting import TextingFacts
from hookflash.domain.workspace.usage import (
    Count,
    Usage,
    UsageEvent,
    count,
    counts,
    counts_of_replies,
    evolve,
    usage_stream,
)
from hookflash.orchestrator.log.protocol import Log
from hookflash.orchestrator.telemetry.logs import get_logger

KEPT: Final = 1_000
"""How many days of workspaces stay cached."""
logger = get_logger(__name__)


def day_of(at: datetime, time_zone: str) -> str:
    """The date at ``at`` in an IANA time zone: ``2026-03-02``."""
    return at.astimezone(ZoneInfo(time_zone)).date().isoformat()


def _is_external(call: Call, tool: str) -> bool:
    action = call.actions[tool].action if tool in call.actions else None
    return isinstance(action, TransferCall) and action.destination.kind == "external"


class UsageLedger:
    """The counts of one process.

    Appends that are under way are counted already, so that several calls of a workspace can act in
    one commit. If one of them fails, the counts are read again.
    """

    def __init__(self, log: Log) -> None:
        self._log = log
        self._known: OrderedDict[tuple[str, str], Usage] = OrderedDict()
        self.generations: Counter[str] = Counter()
        """By workspace: how often its counts were dropped."""

    async def inform(self, call: Call, command: Command) -> Command:
        """Add what is used today to the facts of ``command``, if its decision needs that."""
        if not isinstance(command, CallTool) or call.test:
            return command
        if command.texting is not None and command.texting.limits is not None:
            facts = await self._used(command.texting, call.workspace, call.contact, command.at)
            return command.model_copy(update={"texting": facts})
        if command.limits is not None and _is_external(call, command.tool):
            usage = await self.read(call.workspace, day_of(command.at, command.limits.time_zone))
            now = {"day": usage.day, "external": usage.external}
            return command.model_copy(update={"limits": command.limits.model_copy(update=now)})
        return command

    async def inform_reply(self, command: ReceiveText) -> ReceiveText:
        """Add what is used today to the facts of ``command``, a text that is to be replied to."""
        if command.texting is None:
            return command
        facts = await self._used(command.texting, command.workspace, command.contact, command.at)
        return command.model_copy(update={"texting": facts})

    async def _used(
        self, facts: TextingFacts, workspace: str, contact: str | None, at: datetime
    ) -> TextingFacts:
        """Add what was used before a text to ``contact``; without limits nothing is added."""
        if (limits := facts.limits) is None:
            return facts
        usage = await self.read(workspace, day_of(at, limits.time_zone))
        used = {"to_contact": usage.to(contact), "in_workspace": usage.texts}
        now = limits.model_copy(update={"day": usage.day, **used})
        return facts.model_copy(update={"limits": now})

    def tally(self) -> "Tally":
        """What counts one decision."""
        return Tally(self)

    async def count(self, call: Call, events: Sequence[CallEvent]) -> tuple[UsageEvent, ...]:
        """The events to append together with ``events``, which were decided on ``call``.

        Does not wait for what :meth:`inform` has just read: nothing may come between.
        """
        return await self._count(call.workspace, counts(call, events), events)

    async def count_reply(self, workspace: str, events: Sequence[Event]) -> tuple[UsageEvent, ...]:
        """The events to append with ``events``, decided on a text; see :meth:`count`."""
        return await self._count(workspace, counts_of_replies(events), events)

    async def _count(
        self, workspace: str, counted: Iterable[Count], events: Sequence[Event]
    ) -> tuple[UsageEvent, ...]:
        if not (found := list(counted)):
            return ()
        for day in {day for day, *_ in found}:
            if (workspace, day) not in self._known:
                await self.read(workspace, day)
        return tuple(self._counted(workspace, one, events[0]) for one in found)

    def _counted(self, workspace: str, found: Count, cause: Event) -> UsageEvent:
        place = (workspace, found[0])
        usage = self._known[place]
        event = count(usage, found, cause)
        self._known[place] = evolve(usage, event)
        return event

    async def read(self, workspace: str, day: str) -> Usage:
        """What is used on ``day``, by the log as it is now."""
        place = (workspace, day)
        known = self._known.get(place, Usage(workspace, day))
        new = await self._log.read_stream(usage_stream(workspace, day), known.position)
        self._known[place] = usage = self._folded(self._known.get(place, known), new)
        self._known.move_to_end(place)
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
        return usage

    def drop(self, workspace: str, generation: int) -> None:
        """Forget the counts of ``workspace``: an append failed that was made of this generation.

        Of many that fail together, only the first has the counts read again.
        """
        if self.generations[workspace] == generation:
            self.forget(workspace)

    def forget(self, workspace: str) -> None:
        """Evict the counts of ``workspace`` from memory; they are read again when needed."""
        self.generations[workspace] += 1
        for place in [place for place in self._known if place[0] == workspace]:
            del self._known[place]

    def _folded(self, usage: Usage, events: Sequence[Event]) -> Usage:
        for event in events:
            if event.position == usage.position + 1:
                usage = evolve(usage, event)
        return usage


class Tally:
    """Counts one decision, which may have to be made several times."""

    def __init__(self, ledger: UsageLedger) -> None:
        self._ledger = ledger
        self._made: tuple[str, int] | None = None

    async def count(self, call: Call, events: Sequence[CallEvent]) -> tuple[UsageEvent, ...]:
        """As :meth:`UsageLedger.count`."""
        return self._keep(call.workspace, await self._ledger.count(call, events))

    async def count_reply(self, workspace: str, events: Sequence[Event]) -> tuple[UsageEvent, ...]:
        """As :meth:`UsageLedger.count_reply`."""
        return self._keep(workspace, await self._ledger.count_reply(workspace, events))

    def _keep(self, workspace: str, counted: tuple[UsageEvent, ...]) -> tuple[UsageEvent, ...]:
        known = (workspace, self._ledger.generations[workspace])
        self._made = known if counted else None
        return counted

    def failed(self) -> None:
        """The append failed, or it is not known whether it did."""
        if self._made is not None:
            self._ledger.drop(*self._made)


def warn(events: Sequence[Event]) -> None:
    """Log that ``events`` bring a workspace near one of its daily limits: once for each."""
    for event in events:
        if isinstance(event, SmsRequested | ReplyRequested):
            _warn_of_texts(event.stream, event.facts.limits)
        elif isinstance(event, TransferProposed) and (limit := event.limits) and limit.day:
            most = limit.external_per_day
            _warn(event.call_id, "external_transfers_per_day", limit.external, most)


def _warn_of_texts(about: str, limits: TextLimits | None) -> None:
    if limits is not None and limits.day:
        _warn(about, "texts_per_contact_per_day", limits.to_contact, limits.per_contact)
        _warn(about, "texts_per_day", limits.in_workspace, limits.per_day)


def _warn(about: str, limit: str, before: int, most: int) -> None:
    """``about`` is the id of the call, or of the text that is replied to."""
    if before + 1 == near(most):
        workspace = about.partition(".")[0]
        known = {"call_id": about, "limit": limit, "used": before + 1, "most": most}
        logger.warning("limit_near", workspace=workspace, **known)
