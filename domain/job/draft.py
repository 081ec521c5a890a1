"""A job as somebody is still writing it."""

from typing import Self

from hookflash.domain.job.job import Job
from hookflash.domain.value import Value


class JobDraft(Value):
    """What the next version of a job may become; it may have mistakes, and no call sees it."""

    name: str
    description: str = ""
    instructions: str = ""
    on: bool = True

    @classmethod
    def of(cls, job: Job) -> Self:
        """What ``job`` says, as a draft would."""
        return cls(
            name=job.name, description=job.description, instructions=job.instructions, on=job.on
        )
