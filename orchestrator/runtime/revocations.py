"""Opts contacts out for what happens on their calls, in the same commit as that."""

from collections.abc import Sequence

from hookflash.domain.call.call import Call
from hookflash.domain.call.events import CallEvent
from hookflash.domain.call.opting_out import opt_out_in
from hookflash.domain.event import Event
from hookflash.domain.policy.contact_key import is_pseudonym
from hookflash.domain.workspace.contact import evolve, opt_out
from hookflash.orchestrator.workspaces.repository import WorkspaceRepository


class Revocations:
    """What a decision on a call means for its contact. A test call changes no real consent."""

    def __init__(self, workspaces: WorkspaceRepository) -> None:
        self._workspaces = workspaces

    async def beside(self, call: Call, decided: Sequence[CallEvent]) -> Sequence[Event]:
        """The events for the contact's stream; none for most decisions."""
        if call.test or call.contact is None or is_pseudonym(call.contact):
            return ()
        meant = [(event, known) for event in decided if (known := opt_out_in(event)) is not None]
        if not meant:
            return ()
        contact = await self._workspaces.contact(call.workspace, call.contact)
        events: list[Event] = []
        for event, known in meant:
            for change in opt_out(contact, known, by=event.by, cause=event.cause):
                contact = evolve(contact, change)
                events.append(change)
        return events
