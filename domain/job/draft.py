"""An unpublished change to a job."""

from typing import Self

from hookflash.domain.job.job import Handled, Job
from hookflash.domain.value import Value


class JobDraft(Value):
    """The next version of a job, not yet published. It may contain mistakes; no call uses it."""

    name: str
    description: str = ""
    instructions: str = ""
    on: bool = True
    handles: tuple[Handled, ...] = ()

    @classmethod
    def of(cls, job: Job) -> Self:
        """The draft that is equal to the published ``job``."""
        return cls(
            name=job.name,
            description=job.description,
            instructions=job.instructions,
            on=job.on,
            handles=job.handles,
        )
