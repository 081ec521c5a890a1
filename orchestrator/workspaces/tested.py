"""The workspace as a test runs on it: as it is live, or with its drafts."""

from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.workspaces.file.form_reader import document_of
from hookflash.orchestrator.workspaces.forms import (
    JobForm,
    WorkspaceForm,
    flow_form,
    form_of,
    job_form,
)


def form_under_test(
    now: Workspace, *, drafts: bool = False, edited: JobForm | None = None
) -> WorkspaceForm:
    """Return what ``now`` describes; with ``drafts``, as if all of them were published.

    ``edited`` is a job that takes the place of the one with its name.
    """
    form = form_of(now)
    jobs = {job.name: job for job in form.jobs}
    numbers = form.numbers
    if drafts:
        jobs |= {name: job_form(draft) for name, draft in now.job_drafts.items()}
        numbers = tuple(
            number.model_copy(update={"flow": flow_form(now.flow_drafts[number.number])})
            if number.number in now.flow_drafts
            else number
            for number in numbers
        )
    if edited is not None:
        jobs[edited.name] = edited
    return form.model_copy(update={"jobs": tuple(jobs.values()), "numbers": numbers})


def document_under_test(now: Workspace, *, drafts: bool = False) -> WorkspaceDocument:
    """Return the document of :func:`form_under_test`.

    Raises ``InvalidChange`` with everything that prevents publishing.
    """
    return document_of(form_under_test(now, drafts=drafts), stored=now.jobs)
