"""What the scripted agent was given on recorded calls, and would be given in their branches."""

from collections.abc import Sequence

from hookflash.domain.call.events import CallReceived
from hookflash.domain.job.briefing import Briefing, brief
from hookflash.domain.job.job import Job
from hookflash.domain.workspace.workspace import Workspace
from hookflash.domain.workspace.workspace import evolve as evolve_workspace
from hookflash.orchestrator.log.store import Store
from hookflash.orchestrator.time_machine.change import Change, NotForkable


class Briefings:
    """Compiles briefings from the workspaces of a log. Published versions of jobs never change."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._workspaces: dict[str, Workspace] = {}
        self._known: dict[tuple[object, ...], Briefing] = {}

    def of(self, received: CallReceived, jobs: Sequence[Job] | None) -> Briefing:
        """The briefing of a call, with ``jobs`` in place of those that it began with.

        Raises :class:`NotForkable` if the log lacks a version that the call began with.
        """
        slug = received.stream.partition(".")[0]
        names = received.jobs if jobs is None else tuple((job.name, job.version) for job in jobs)
        asked = received.agent_name, received.greeting, received.language
        key = (slug, names, jobs is None, received.drafts, *asked)
        if (known := self._known.get(key)) is None:
            given = self.jobs(slug, names, received.drafts) if jobs is None else jobs
            known = self._known[key] = brief(*asked[:2], given, asked[2])
        return known

    def resolved(self, received: CallReceived, change: Change) -> Change:
        """``change`` with all jobs of the call, in order; without jobs if it changes none of them.

        Raises as :meth:`of`.
        """
        if change.jobs is None:
            return change
        slug = received.stream.partition(".")[0]
        changed = {job.name: job for job in change.jobs}
        if not any(name in changed for name, _ in received.jobs):
            return change.model_copy(update={"jobs": None})
        jobs = (
            changed.get(name) or self.jobs(slug, ((name, version),), received.drafts)[0]
            for name, version in received.jobs
        )
        return change.model_copy(update={"jobs": tuple(jobs)})

    def jobs(
        self, workspace: str, names: Sequence[tuple[str, int]], drafts: Sequence[Job] = ()
    ) -> tuple[Job, ...]:
        """The versions of jobs with these names in ``workspace``, or the call's own ``drafts``.

        Raises :class:`NotForkable`.
        """
        known = self._workspace(workspace)
        try:
            return known.jobs_of(names, drafts)
        except KeyError as error:
            raise NotForkable(str(error.args[0])) from error

    def _workspace(self, slug: str) -> Workspace:
        if slug not in self._workspaces:
            workspace = Workspace(slug)
            for event in self._store.read_stream(f"{slug}.workspace"):
                workspace = evolve_workspace(workspace, event)
            self._workspaces[slug] = workspace
        return self._workspaces[slug]
