"""Workspaces, contacts and claimed numbers, read from the log.

Every look-up reads the log for new events, so that a registration, a STOP or a removed member
takes effect as soon as it is recorded, whichever process recorded it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import Recipient, Routing
from hookflash.domain.call.events.transfers import Mailbox
from hookflash.domain.errors import HookflashError
from hookflash.domain.event import Event
from hookflash.domain.job.action import Destination
from hookflash.domain.job.briefing import Briefing, brief
from hookflash.domain.policy.texting import TextingFacts
from hookflash.domain.workspace.claim import Claim, claim, claim_stream, fold_claim, give_up
from hookflash.domain.workspace.contact import (
    Contact,
    contact_stream,
    list_opt_out,
    unlist_opt_out,
)
from hookflash.domain.workspace.contact import evolve as evolve_contact
from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.domain.workspace.number import BusinessNumber
from hookflash.domain.workspace.people import DEFAULT_RING_SECONDS
from hookflash.domain.workspace.plan import (
    Change,
    changes,
    newly_listed,
    newly_unlisted,
    to_events,
)
from hookflash.domain.workspace.workspace import Workspace, evolve
from hookflash.orchestrator.log.decide_and_append import decide_and_append
from hookflash.orchestrator.log.protocol import Log
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.ports.ids import Ids
from hookflash.orchestrator.workspaces.local_times import local_time_of

USUAL_GREETING = "Please leave a message after the tone."


class NumberTaken(HookflashError, ValueError):
    """A number in a workspace's document belongs to another workspace."""


@dataclass(frozen=True)
class RequestedChange:
    """The new content of a workspace (None: unchanged), and changes to its drafts."""

    document: WorkspaceDocument | None = None
    drafts: tuple[Change, ...] = ()


class WorkspaceRepository:
    """Reads and writes workspaces, contacts and the claims on numbers."""

    def __init__(self, log: Log, clock: Clock, ids: Ids) -> None:
        self._log = log
        self._clock = clock
        self._ids = ids
        self._known: dict[str, Workspace] = {}

    async def get(self, slug: str) -> Workspace | None:
        """Return the current workspace, or None if it does not exist."""
        known = self._known.get(slug)
        after = known.position if known else 0
        for event in await self._log.read_stream(f"{slug}.workspace", after):
            known = evolve(known, event)
        if known is not None:
            self._known[slug] = known
        return known

    async def owner(self, number: str) -> Claim:
        """Return the claim on ``number`` (E.164): which workspace owns it."""
        return fold_claim(number, await self._log.read_stream(claim_stream(number)))

    async def contact(self, workspace: str, number: str) -> Contact:
        """Return a contact's current consent to texts."""
        contact = Contact(workspace, number)
        for event in await self._log.read_stream(contact_stream(workspace, number)):
            contact = evolve_contact(contact, event)
        return contact

    async def apply(self, document: WorkspaceDocument) -> Sequence[Event]:
        """Replace the workspace with ``document`` in one commit; returns the appended events.

        Raises :class:`NumberTaken`; nothing has changed then.
        """
        return await self.change(document.slug, lambda _: RequestedChange(document))

    async def change(
        self, slug: str, decide: Callable[[Workspace | None], RequestedChange]
    ) -> Sequence[Event]:
        """Apply the change that ``decide`` returns for the current workspace; see :meth:`apply`.

        ``decide`` is called again, with the new state, whenever another writer was first.
        """

        async def decide_now() -> list[Event]:
            now = await self.get(slug)
            return await self._events(now or Workspace(slug), decide(now))

        return await decide_and_append(self._log, decide_now)

    async def _events(self, now: Workspace, requested: RequestedChange) -> list[Event]:
        at, cause = self._clock.now(), self._ids.new("apply")
        document = requested.document
        planned = list(changes(now, document)) if document else []
        events = await self._other_streams(now, document, at, cause) if document else []
        return [*events, *to_events(now, [*planned, *requested.drafts], at=at, cause=cause)]

    async def _other_streams(
        self, now: Workspace, document: WorkspaceDocument, at: datetime, cause: str
    ) -> list[Event]:
        """Return the events for contacts and number claims that belong in the same commit."""
        events: list[Event] = []
        for listed in newly_listed(now, document):
            contact = await self.contact(now.slug, listed)
            events += list_opt_out(contact, at=at, cause=cause)
        for unlisted in newly_unlisted(now, document):
            contact = await self.contact(now.slug, unlisted)
            events += unlist_opt_out(contact, at=at, cause=cause)
        wanted = {number.number for number in document.numbers}
        for number in sorted(wanted):
            try:
                events += claim(await self.owner(number), now.slug, at=at, cause=cause)
            except ValueError as error:
                raise NumberTaken(str(error)) from error
        for number in sorted(set(now.numbers) - wanted):
            events += give_up(await self.owner(number), now.slug, at=at, cause=cause)
        return events

    async def texting_facts(self, call: Call) -> TextingFacts:
        """Return the facts that decide whether ``call``'s contact may be texted."""
        workspace = await self.get(call.workspace)
        number = workspace.numbers.get(call.number) if workspace else None
        return await self._facts(workspace, call.workspace, call.contact, number)

    async def reply_facts(self, workspace: Workspace, contact: str, number: str) -> TextingFacts:
        """Return what is known about texting ``contact`` from ``number`` of ``workspace``."""
        return await self._facts(workspace, workspace.slug, contact, workspace.numbers.get(number))

    async def _facts(
        self,
        workspace: Workspace | None,
        slug: str,
        contact: str | None,
        number: BusinessNumber | None,
    ) -> TextingFacts:
        known = await self.contact(slug, contact) if contact is not None else None
        hours = workspace.precautions.quiet_hours if workspace else None
        return TextingFacts(
            registration=number.registration if number else None,
            number_kind=number.kind if number else "local",
            opted_out=known is not None and known.opted_out,
            opt_outs=tuple(known.known.values()) if known is not None else (),
            local_time=local_time_of(hours, contact, self._clock.now()) if hours else None,
        )

    async def routing(self, call: Call, destination: Destination) -> Routing | None:
        """Return the current phones and mailbox of ``destination``; None if it was removed."""
        usual = Mailbox(owner=call.number, greeting=call.voicemail_greeting or USUAL_GREETING)
        if destination.kind == "external":
            there = (Recipient(name=destination.name, phone=destination.name),)
            return Routing(recipients=there, ring_seconds=DEFAULT_RING_SECONDS, mailbox=usual)
        workspace = await self.get(call.workspace)
        holder = workspace.holder(destination) if workspace else None
        if workspace is None or holder is None:
            return None
        return Routing(
            recipients=tuple(
                Recipient(name=m.name, phone=m.phone, do_not_disturb=m.do_not_disturb)
                for m in workspace.recipients(destination)
            ),
            ring_seconds=holder.ring_seconds,
            mailbox=Mailbox(owner=holder.name, greeting=holder.voicemail or USUAL_GREETING),
        )

    async def answer_routing(self, call: Call) -> Routing | None:
        """Return the routing that a yes from the caller needs; None while no question is open.

        A destination that was removed after it was proposed leads to the number's own voicemail.
        """
        transfer = call.current
        if call.state != "confirm_transfer" or transfer is None:
            return None
        return await self.routing(call, transfer.destination) or Routing(
            recipients=(),
            ring_seconds=DEFAULT_RING_SECONDS,
            mailbox=Mailbox(owner=call.number, greeting=call.voicemail_greeting or USUAL_GREETING),
        )

    async def briefing(self, call: Call) -> Briefing:
        """Return the instructions of ``call``'s agent: the job versions that the call began with.

        Published versions never change, so cached ones are used without reading the log.
        """
        workspace = self._known.get(call.workspace)
        if workspace is None or not _has_jobs_of(workspace, call):
            workspace = await self.get(call.workspace)
        jobs = [workspace.job(name, version) for name, version in call.jobs] if workspace else []
        return brief(call.agent_name, call.greeting, jobs)


def _has_jobs_of(workspace: Workspace, call: Call) -> bool:
    return all(
        any(job.version == version for job in workspace.history.get(name, ()))
        for name, version in call.jobs
    )
