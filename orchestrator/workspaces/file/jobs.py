"""Reads the jobs of a workspace file: what the agent is to do."""

from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from typing import Final, cast, get_args

from hookflash.domain.job.directory import Directory
from hookflash.domain.job.instructions import InstructionProblem, Reading, parse
from hookflash.domain.job.job import MAX_DESCRIPTION, MAX_INSTRUCTIONS, Handled, Job
from hookflash.domain.problem import Problem
from hookflash.domain.workspace.stored_steps import keeps_steps
from hookflash.orchestrator.workspaces.file.node_reader import NodeReader, excerpt, read_field

_OPTIONAL: Final = ("description", "on", "handles", "scenarios")
_HANDLED: Final = get_args(Handled)
_EXAMPLE: Final = "When the caller asks for the link, /Send SMS: https://example.com"


def read_jobs(items: Iterable[NodeReader], directory: Directory) -> Iterator[Job]:
    """Yield the valid jobs; ``directory`` holds the destinations they may name."""
    known = _known(directory)
    for item in items:
        fields = item.fields({"name": "Booking", "instructions": _EXAMPLE}, _OPTIONAL)
        name = read_field(fields, "name", NodeReader.name, "")
        description = read_field(
            fields, "description", partial(NodeReader.text, most=MAX_DESCRIPTION), ""
        )
        instructions = read_field(
            fields, "instructions", partial(NodeReader.text, most=MAX_INSTRUCTIONS), ""
        )
        on = read_field(fields, "on", NodeReader.boolean, default=True)
        stored = item.context.stored.get(name)
        handles = read_field(fields, "handles", _handled, ())
        reading = _read(instructions, known)
        kept = stored if keeps_steps(stored, instructions, directory) else None
        for problem in () if kept else reading.problems:
            _report(fields["instructions"], instructions, problem)
        if name and instructions:
            yield Job(
                name=name,
                description=description,
                instructions=instructions,
                steps=kept.steps if kept else reading.steps,
                on=on,
                handles=handles,
            )


def scenario_lists(items: Iterable[NodeReader]) -> Iterator[tuple[str, NodeReader]]:
    """Yield the name of each job that has the key ``scenarios``, and a reader of what is there.

    For jobs without mistakes: :func:`read_jobs` reports those.
    """
    for item in items:
        fields = item.fields({}, ("name", "instructions", *_OPTIONAL))
        if "scenarios" in fields:
            yield str(fields["name"].name()), fields["scenarios"]


class _Known:
    """A directory that is compared by identity, since comparing and hashing all names is slow."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory


@lru_cache(maxsize=16)
def _known(directory: Directory) -> _Known:
    return _Known(directory)


def _handled(reader: NodeReader) -> tuple[Handled, ...]:
    """Read what a job handles itself: one word, or a list of words."""
    readers = reader.items() if reader.is_list else (reader,)
    words = (one.choice(_HANDLED) for one in readers)
    return tuple(dict.fromkeys(cast("Handled", word) for word in words if word))


@lru_cache(maxsize=1_000)
def _read(instructions: str, known: _Known) -> Reading:
    """Parse instructions; cached, since editing one job re-reads the whole workspace."""
    return parse(instructions, known.directory)


def _report(reader: NodeReader, instructions: str, problem: InstructionProblem) -> None:
    line = reader.line_of_slash(instructions.count("/", 0, problem.at))
    quoted = excerpt(instructions[problem.at :].partition("\n")[0])
    reader.report(Problem(wrong=f"at “{quoted}”, {problem.wrong}", right=problem.right), line)
