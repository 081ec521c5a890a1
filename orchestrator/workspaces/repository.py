"""Workspaces, contacts and claimed numbers, read from the log.

A registration, a STOP or a removed member takes effect as soon as it is recorded, whichever process
recorded it. A look-up therefore reads the log for new events; one for a decision, which is given
a ``Seen``, may come from memory, since the append of that decision verifies it.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import Recipient, Routing
from hookflash.domain.call.events.transfers import Mailbox
from hookflash.domain.call.sentences import sentences
from hookflash.domain.erasure.events import drawn_salt, erasures_stream
from hookflash.domain.erasure.shield import shield_name
from hookflash.domain.errors import HookflashError
from hookflash.domain.event import Event
from hookflash.domain.job.action import Destination
from hookflash.domain.job.briefing import Briefing, brief
from hookflash.domain.policy.contact_key import is_pseudonym
from hookflash.domain.policy.limits import ProposalLimits, TextLimits
from hookflash.domain.policy.regions import allowed_regions
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
from hookflash.domain.workspace.events import OptOutErased
from hookflash.domain.workspace.number import BusinessNumber
from hookflash.domain.workspace.people import DEFAULT_RING_SECONDS
from hookflash.domain.workspace.plan import (
    Change,
    changes,
    newly_listed,
    newly_unlisted,
    to_events,
)
from hookflash.domain.workspace.stored_steps import with_stored_steps
from hookflash.domain.workspace.workspace import Folding, Workspace
from hookflash.orchestrator.log.decide_and_append import decide_and_append
from hookflash.orchestrator.log.protocol import Log
from hookflash.orchestrator.log.seen import Seen
from hookflash.orchestrator.pacing import in_slices, paced
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.ports.ids import Ids
from hookflash.orchestrator.workspaces.local_times import local_time_of

CONTACTS: Final = 1_000
"""How many contacts stay cached."""
BRIEFINGS: Final = 1_000
"""How many briefings stay cached."""
CLAIMS: Final = 10_000
"""How many owners of numbers stay cached."""


class NumberTaken(HookflashError, ValueError):
    """A number in a workspace's document belongs to another workspace."""


class TooManyChanges(HookflashError, ValueError):
    """A document differs from its workspace in more pieces than may change at once."""

    def __init__(self, count: int, most: int) -> None:
        super().__init__(f"{count:,} pieces would change; at most {most:,} may at once")


@dataclass(frozen=True)
class RequestedChange:
    """The new content of a workspace (None: unchanged), and changes to its drafts.

    It is refused if it takes more than ``most`` events of the workspace or opt-outs.
    """

    document: WorkspaceDocument | None = None
    drafts: tuple[Change, ...] = ()
    most: int | None = None


async def with_kept_steps(now: Workspace, document: WorkspaceDocument) -> WorkspaceDocument:
    """Return ``document``; unchanged instructions have the steps that they were saved with."""
    jobs = await in_slices(with_stored_steps(now, document))
    return document.model_copy(update={"jobs": jobs})


class WorkspaceRepository:
    """Reads and writes workspaces, contacts and the claims on numbers.

    ``known`` are workspaces that were read from the log before, by slug.
    """

    def __init__(
        self, log: Log, clock: Clock, ids: Ids, known: Mapping[str, Workspace] | None = None
    ) -> None:
        self._log = log
        self._clock = clock
        self._ids = ids
        self._known: dict[str, Workspace] = {**(known or {})}
        self._hashing: dict[str, asyncio.Lock] = {}
        self._contacts: OrderedDict[str, tuple[Contact, int]] = OrderedDict()
        """Contacts by stream, each with the position of its last event."""
        self._briefings: dict[tuple[object, ...], Briefing] = {}
        self._claims: OrderedDict[str, Claim] = OrderedDict()
        """Claims by stream, of numbers that a workspace owns."""
        self._salts: dict[str, tuple[str, int]] = {}
        """The salt of each workspace's erased opt-outs, and how far it was looked for."""

    async def get(self, slug: str, seen: Seen | None = None) -> Workspace | None:
        """Return the current workspace, or None if it does not exist."""
        if seen is None:
            return await self._newest(slug)
        found = None if seen.fresh else self._known.get(slug)
        found = found or await self._newest(slug)
        seen.note(f"{slug}.workspace", found.position if found else 0)
        return found

    async def _newest(self, slug: str) -> Workspace | None:
        known = self._known.get(slug)
        after = known.position if known else 0
        events = await self._log.read_stream(f"{slug}.workspace", after)
        if after and any(isinstance(event, OptOutErased) for event in events):
            known, events = None, await self._log.read_stream(f"{slug}.workspace")
        if not events:
            return known
        folding = Folding(known or Workspace(slug))
        async for event in paced(events):
            folding.take(event)
        found = folding.result()
        newest = self._known.get(slug)
        if newest is None or newest.position < found.position:
            self._known[slug] = found
        return found

    def known(self, slug: str) -> Workspace | None:
        """Return the workspace as it was last read in this process; None if it never was."""
        return self._known.get(slug)

    async def owner(self, number: str, seen: Seen | None = None) -> Claim:
        """Return the claim on ``number`` (E.164): which workspace owns it."""
        stream = claim_stream(number)
        found = self._claims.get(stream) if seen is not None and not seen.fresh else None
        if found is None:
            found = fold_claim(number, await self._log.read_stream(stream))
            self._claims.pop(stream, None)
            if found.workspace:  # numbers that callers make up are not kept
                self._claims[stream] = found
                if len(self._claims) > CLAIMS:
                    self._claims.popitem(last=False)
        if seen is not None:
            seen.note(stream, found.position)
        return found

    async def contact(self, workspace: str, number: str, seen: Seen | None = None) -> Contact:
        """Return a contact's current consent to texts."""
        seen = seen or _all_from_the_log()
        contact = await self._consent(Contact(workspace, number), seen)
        if is_pseudonym(number):
            return contact
        shielded = await self._shield_name(workspace, number, seen)
        if shielded is None:
            return contact
        return replace(contact, shield=await self._consent(Contact(workspace, shielded), seen))

    async def _consent(self, contact: Contact, seen: Seen) -> Contact:
        stream = contact_stream(contact.workspace, contact.number)
        kept = None if seen.fresh else self._contacts.get(stream)
        if kept is None:
            events = await self._log.read_stream(stream)
            for event in events:
                contact = evolve_contact(contact, event)
            kept = self._contacts[stream] = (contact, len(events))
            if len(self._contacts) > CONTACTS:
                self._contacts.popitem(last=False)
        self._contacts.move_to_end(stream)
        contact, head = kept
        seen.note(stream, head)
        return contact

    async def _shield_name(self, workspace: str, number: str, seen: Seen) -> str | None:
        """The name of a contact's opt-outs from before an erasure; None if there are none."""
        salt, searched = self._salts.get(workspace, ("", 0))
        if not salt:
            if seen.fresh or workspace not in self._salts:
                erasures = await self._log.read_stream(erasures_stream(workspace), searched)
                searched = erasures[-1].position if erasures else searched
                salt = drawn_salt(erasures)
                self._salts[workspace] = (salt, searched)
            seen.note(erasures_stream(workspace), searched)
        if not salt:
            return None
        # One at a time, so that a workspace that looks up many numbers takes one core at most.
        async with self._hashing.setdefault(workspace, asyncio.Lock()):
            return await self._log.compute(shield_name, number, salt)

    async def apply(self, document: WorkspaceDocument) -> Sequence[Event]:
        """Replace the workspace with ``document`` in one commit; returns the appended events.

        Raises :class:`NumberTaken`; nothing has changed then.
        """

        async def wanted(_: Workspace | None) -> RequestedChange:
            return RequestedChange(document)

        return await self.change(document.slug, wanted)

    async def change(
        self, slug: str, decide: Callable[[Workspace | None], Awaitable[RequestedChange]]
    ) -> Sequence[Event]:
        """Apply the change that ``decide`` returns for the current workspace; see :meth:`apply`.

        ``decide`` is called again, with the new state, whenever another writer was first.
        """

        async def decide_now() -> list[Event]:
            now = await self.get(slug)
            return await self._events(now or Workspace(slug), await decide(now))

        return await decide_and_append(self._log, decide_now)

    async def _events(self, now: Workspace, requested: RequestedChange) -> list[Event]:
        at, cause = self._clock.now(), self._ids.new("apply")
        document = await with_kept_steps(now, requested.document) if requested.document else None
        planned = await in_slices(changes(now, document)) if document else ()
        if requested.most is not None and len(planned) > requested.most:
            raise TooManyChanges(len(planned), requested.most)
        events = await self._other_streams(now, document, at, cause) if document else []
        own = to_events(now, [*planned, *requested.drafts], at=at, cause=cause)
        return [*events, *await in_slices(own)]

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

    async def texting_facts(self, call: Call, seen: Seen | None = None) -> TextingFacts:
        """Return the facts that decide whether ``call``'s contact may be texted."""
        workspace = await self.get(call.workspace, seen)
        number = workspace.numbers.get(call.number) if workspace else None
        return await self._facts(workspace, call.workspace, call.contact, number, seen)

    async def reply_facts(
        self, workspace: Workspace, contact: str, number: str, seen: Seen | None = None
    ) -> TextingFacts:
        """Return what is known about texting ``contact`` from ``number`` of ``workspace``."""
        known = workspace.numbers.get(number)
        facts = await self._facts(workspace, workspace.slug, contact, known, seen)
        return facts.model_copy(update={"limits": _text_limits(workspace, number)})

    async def _facts(
        self,
        workspace: Workspace | None,
        slug: str,
        contact: str | None,
        number: BusinessNumber | None,
        seen: Seen | None,
    ) -> TextingFacts:
        known = await self.contact(slug, contact, seen) if contact is not None else None
        hours = workspace.precautions.quiet_hours if workspace else None
        return TextingFacts(
            registration=number.registration if number else None,
            number_kind=number.kind if number else "local",
            opted_out=known is not None and known.opted_out,
            opt_outs=known.cited if known is not None else (),
            local_time=local_time_of(hours, contact, self._clock.now()) if hours else None,
        )

    async def text_limits(self, call: Call, seen: Seen | None = None) -> TextLimits:
        """Return the limits on a text of ``call``; nothing is counted yet."""
        workspace = await self.get(call.workspace, seen) or Workspace(call.workspace)
        return _text_limits(workspace, call.number)

    async def proposal_limits(
        self, call: Call, destination: Destination, seen: Seen | None = None
    ) -> ProposalLimits:
        """Return the limits on a transfer of ``call``; nothing is counted yet."""
        workspace = await self.get(call.workspace, seen) or Workspace(call.workspace)
        return ProposalLimits(
            per_call=workspace.limits.proposals_per_call,
            external_per_day=workspace.limits.external_transfers_per_day,
            listed=destination.name in workspace.limits.shared_cost,
            time_zone=workspace.time_zone,
        )

    async def routing(
        self, call: Call, destination: Destination, seen: Seen | None = None
    ) -> Routing | None:
        """Return the current phones and mailbox of ``destination``; None if it was removed."""
        usual = Mailbox(owner=call.number, greeting=_greeting(call))
        if destination.kind == "external":
            there = (Recipient(name=destination.name, phone=destination.name),)
            return Routing(recipients=there, ring_seconds=DEFAULT_RING_SECONDS, mailbox=usual)
        spoken = sentences(call.language)
        workspace = await self.get(call.workspace, seen)
        holder = workspace.holder(destination) if workspace else None
        if workspace is None or holder is None:
            return None
        return Routing(
            recipients=tuple(
                Recipient(
                    name=m.name,
                    phone=m.phone,
                    do_not_disturb=m.do_not_disturb,
                    accept=m.acceptance,
                )
                for m in workspace.recipients(destination)
            ),
            ring_seconds=holder.ring_seconds,
            mailbox=Mailbox(owner=holder.name, greeting=holder.voicemail or spoken.voicemail),
        )

    async def answer_routing(self, call: Call, seen: Seen | None = None) -> Routing | None:
        """Return the routing that a yes from the caller needs; None while no question is open.

        A destination that was removed after it was proposed leads to the number's own voicemail.
        """
        transfer = call.current
        if call.state != "confirm_transfer" or transfer is None:
            return None
        return await self.routing(call, transfer.destination, seen) or Routing(
            recipients=(),
            ring_seconds=DEFAULT_RING_SECONDS,
            mailbox=Mailbox(owner=call.number, greeting=_greeting(call)),
        )

    async def briefing(self, call: Call) -> Briefing:
        """Return the instructions of ``call``'s agent: the job versions that the call began with.

        Published versions never change, so cached ones are used without reading the log.
        """
        wanted = (call.workspace, call.agent_name, call.greeting, call.language, call.jobs)
        if not call.drafts and (known := self._briefings.get(wanted)) is not None:
            return known
        workspace = self._known.get(call.workspace)
        if workspace is None or not _has_jobs_of(workspace, call):
            workspace = await self.get(call.workspace)
        if workspace is None:
            return brief(call.agent_name, call.greeting, (), call.language)
        jobs = workspace.jobs_of(call.jobs, call.drafts)
        made = brief(call.agent_name, call.greeting, jobs, call.language)
        if call.drafts:  # of one test call: there is nothing to keep
            return made
        self._briefings[wanted] = made
        if len(self._briefings) > BRIEFINGS:
            del self._briefings[next(iter(self._briefings))]
        return made


def _all_from_the_log() -> Seen:
    seen = Seen()
    seen.again()
    return seen


def _text_limits(workspace: Workspace, number: str) -> TextLimits:
    limits = workspace.limits
    return TextLimits(
        regions=allowed_regions(number, limits.regions),
        per_call=limits.texts_per_call,
        per_contact=limits.texts_per_contact_per_day,
        per_day=limits.texts_per_day,
        time_zone=workspace.time_zone,
    )


def _greeting(call: Call) -> str:
    """What the number's own voicemail says."""
    return call.voicemail_greeting or sentences(call.language).voicemail


def _has_jobs_of(workspace: Workspace, call: Call) -> bool:
    return all(
        any(job.version == version for job in workspace.history.get(name, ()))
        for name, version in call.jobs
        if version
    )
