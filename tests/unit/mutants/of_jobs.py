"""Mutants of reading a job's instructions."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

from hookflash.domain.job import directory, instructions
from hookflash.domain.job.extent import Extent, Room
from hookflash.domain.job.lines import Lines
from hookflash.domain.workspace import stored_steps
from hookflash.orchestrator.agents.scripted import steps
from hookflash.orchestrator.agents.scripted.condition import Condition
from hookflash.orchestrator.workspaces.file import jobs
from tests.unit.agents import test_conditions
from tests.unit.job import test_linear_time, test_nothing_is_guessed
from tests.unit.mutants.registry import mutant, nothing
from tests.unit.workspace_editing import test_stored_steps


@mutant(
    "search the end of its line again for each action",
    test_linear_time.test_twice_the_instructions_are_at_most_twice_the_work,
    before="",
    unit=test_linear_time.REPEATED["texts"],
)
def _search_every_line_again() -> Iterator[None]:
    def end(lines: Lines, at: int) -> int:
        found = lines.text.find("\n", at)
        return len(lines.text) if found < 0 else found

    with patch.object(Lines, "end", end):
        yield


@mutant(
    "count the parentheses of the line again for each action",
    test_linear_time.test_twice_the_instructions_are_at_most_twice_the_work,
    before="",
    unit=test_linear_time.REPEATED["texts in parentheses"],
)
def _count_parentheses_again() -> Iterator[None]:
    def in_parenthesis(lines: Lines, at: int) -> bool:
        line = lines.text.rfind("\n", 0, at) + 1
        return lines.text.count("(", line, at) > lines.text.count(")", line, at)

    with patch.object(Lines, "in_parenthesis", in_parenthesis):
        yield


@mutant(
    "send the first of two sentences that could both be the text",
    test_nothing_is_guessed.test_what_could_be_read_in_two_ways_is_refused,
    text="Thanks for calling! Book at https://x.test/b",
    first="Thanks for calling!",
    second=None,
)
def _end_with_the_sentence() -> Iterator[None]:
    original = Room.extent

    with patch.object(Room, "extent", lambda room: Extent(original(room).end)):
        yield


@mutant(
    "take part of a destination for the whole name",
    test_nothing_is_guessed.test_part_of_a_name_is_not_the_name,
    destination="Lee Jr",
)
def _end_every_name() -> Iterator[None]:
    with patch.object(directory, "ends_there", lambda *_, **__: True):
        yield


@mutant(
    "send a placeholder to callers",
    test_nothing_is_guessed.test_what_would_not_be_sent_as_meant_is_refused,
    instructions="[/Send SMS: Hi {{ first name }}.]",
    wrong="the placeholder “{{ first name }}”",
)
def _send_placeholders() -> Iterator[None]:
    with patch.object(instructions, "never_sent", nothing):
        yield


@mutant(
    "refuse old instructions that have not changed",
    test_stored_steps.test_an_edit_of_something_else_is_possible,
)
def _keep_no_steps() -> Iterator[None]:
    with patch.object(jobs, "keeps_steps", lambda *_: False):
        yield


@mutant(
    "keep a transfer to a member who was removed",
    test_stored_steps.test_a_destination_that_is_gone_is_refused,
)
def _keep_every_destination() -> Iterator[None]:
    with patch.object(stored_steps, "_is_there", lambda *_: True):
        yield


@mutant(
    "take an action under a condition that was not understood",
    test_conditions.test_a_text_waits_until_it_is_asked_for,
    instructions=f"If it is raining, {test_conditions.SMS}",
)
def _hold_what_is_not_understood() -> Iterator[None]:
    original = Condition._holds

    def holds(condition: Condition, *heard: Any) -> bool:
        return condition.kind == "unread" or original(condition, *heard)

    with patch.object(Condition, "_holds", holds):
        yield


@mutant(
    "overlook a rule that stands apart from the action",
    test_conditions.test_a_text_waits_until_it_is_asked_for,
    instructions=f"Do not text unless they ask. {test_conditions.SMS}",
)
def _overlook_restrictions() -> Iterator[None]:
    with patch.object(steps, "read_restriction", nothing):
        yield
