"""The part of a workspace file that says what the agent is to do."""

from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from typing import Final

from hookflash.domain.job.directory import Directory
from hookflash.domain.job.instructions import InstructionProblem, Reading, parse
from hookflash.domain.job.job import MAX_DESCRIPTION, MAX_INSTRUCTIONS, Job
from hookflash.domain.problem import Problem
from hookflash.orchestrator.workspaces.file.node_reader import NodeReader, shown, taken

_EXAMPLE: Final = "When the caller asks for the link, /Send SMS: https://example.com"


def read_jobs(items: Iterable[NodeReader], directory: Directory) -> Iterator[Job]:
    """The jobs that are written without a mistake; ``directory`` has whom they may name."""
    for item in items:
        fields = item.fields({"name": "Booking", "instructions": _EXAMPLE}, ("description", "on"))
        name = taken(fields, "name", NodeReader.name, "")
        description = taken(
            fields, "description", partial(NodeReader.text, most=MAX_DESCRIPTION), ""
        )
        instructions = taken(
            fields, "instructions", partial(NodeReader.text, most=MAX_INSTRUCTIONS), ""
        )
        on = taken(fields, "on", NodeReader.flag, default=True)
        reading = _read(instructions, directory)
        for problem in reading.problems:
            _report(fields["instructions"], instructions, problem)
        if name and instructions:
            yield Job(
                name=name,
                description=description,
                instructions=instructions,
                steps=reading.steps,
                on=on,
            )


@lru_cache(maxsize=1_000)
def _read(instructions: str, directory: Directory) -> Reading:
    """Read instructions, but not again while somebody is at work on another job beside them."""
    return parse(instructions, directory)


def _report(branch: NodeReader, instructions: str, problem: InstructionProblem) -> None:
    line = branch.line_of_slash(instructions.count("/", 0, problem.at))
    quoted = shown(instructions[problem.at :].partition("\n")[0])
    branch.report(Problem(wrong=f"at “{quoted}”, {problem.wrong}", right=problem.right), line)
