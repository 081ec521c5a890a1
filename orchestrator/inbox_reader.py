"""Reads the inbox, and what people wrote about contacts."""

from hookflash.domain.contacts.card import ContactCard, fold_card
from hookflash.domain.contacts.events import card_stream
from hookflash.orchestrator.call_lists import CallLists
from hookflash.orchestrator.contact_ids import parse_contact
from hookflash.orchestrator.workspaces.errors import NotFound
from hookflash.projections.contacts.queries import ListedCard
from hookflash.projections.inbox.marks import with_marks
from hookflash.projections.inbox.queries import Thread, ThreadStatus, marked_thread


class InboxReader(CallLists):
    """The part of a ``CallReader`` that is about threads and contacts."""

    async def inbox(  # noqa: PLR0913 - one keyword a filter
        self,
        workspace: str,
        *,
        status: ThreadStatus | None = None,
        unread: bool = False,
        attention: bool | None = None,
        limit: int = 100,
        before: int | None = None,
        calls: int = 50,
    ) -> tuple[Thread, ...]:
        """Up to ``limit`` threads of a workspace, most recently active first.

        Each has the items of its newest ``calls``. ``status`` (``open`` or ``done``) and ``unread``
        narrow the list, and ``attention`` to threads that need a person (False: to the others).
        """
        found = await self._runner.fresh(
            self._runner.views.inbox.threads,
            workspace,
            status=status,
            unread=unread,
            attention=attention,
            limit=limit,
            before=before,
            calls=calls,
        )
        return self._marked_threads(found)

    async def search_inbox(
        self, workspace: str, text: str, *, limit: int = 50
    ) -> tuple[Thread, ...]:
        """Threads in which ``text`` was said, texted or left on voicemail, in any letter case.

        Each has only the items that match. A call's outcome matches, too. Threads are also found by
        their contact's name and notes, and by three or more digits of their numbers; these have the
        items of their newest call.
        """
        search = self._runner.views.inbox.search
        return self._marked_threads(await self._runner.fresh(search, workspace, text, limit=limit))

    def _marked_threads(self, threads: tuple[Thread, ...]) -> tuple[Thread, ...]:
        now = self._clock.now()
        return tuple(marked_thread(thread, now) for thread in threads)

    async def thread(
        self, workspace: str, thread: str, *, calls: int = 50, before: int | None = None
    ) -> Thread:
        """One thread by its id, with the items of its newest ``calls``. Raises ``NotFound``.

        ``before`` is the ``next`` of the page before, for the items of older calls.
        """
        get = self._runner.views.inbox.thread
        found = await self._runner.find(get, workspace, thread, calls=calls, before=before)
        if found is None:
            raise NotFound(f"thread “{thread}”")
        found = with_marks(found, await self._log.read_placed(thread))
        return marked_thread(found, self._clock.now())

    async def card(self, workspace: str, contact: str) -> ContactCard:
        """The name that people gave a contact, and their notes; an empty card if there are none.

        ``contact`` is a number, or another caller id. Raises ``NoContact`` for a withheld one.
        """
        known = parse_contact(contact)
        history = await self._log.read_stream(card_stream(workspace, known))
        return fold_card(workspace, known, history)

    async def cards(
        self, workspace: str, text: str = "", *, limit: int = 100, before: int | None = None
    ) -> tuple[ListedCard, ...]:
        """Up to ``limit`` contacts that have a name or notes, the last changed first.

        ``text`` narrows them to those whose name, notes or number have it, in any letter case.
        """
        get = self._runner.views.cards.list
        return await self._runner.fresh(get, workspace, text, limit=limit, before=before)
