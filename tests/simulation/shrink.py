"""Shrinks a failing story to the shortest one that still fails."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

from tests.simulation.story import Step, Story

T = TypeVar("T")
Breaks = Callable[[Story], bool]


def shortest(story: Story, breaks: Breaks) -> Story:
    """Remove everything from ``story`` that is not needed to make it fail."""
    while True:
        smaller = next((s for s in _smaller(story) if breaks(s)), None)
        if smaller is None:
            return story
        story = smaller


def _smaller(story: Story) -> Iterator[Story]:
    for n in range(len(story.kills)):
        yield replace(story, kills=_without(story.kills, n))
    for n in range(len(story.faults)):
        yield replace(story, faults=_without(story.faults, n))
    for n in reversed(range(len(story.steps))):
        yield replace(story, steps=_without(story.steps, n))
    for n, step in enumerate(story.steps):
        for simpler in _simpler(step):
            yield replace(story, steps=(*story.steps[:n], simpler, *story.steps[n + 1 :]))
    if story.hang_up is not None:
        yield replace(story, hang_up=None)
    yield from _around(story)
    if story.skew:
        yield replace(story, skew=0.0)
    if story.message:
        yield replace(story, message="")
    for who in story.phones:
        yield replace(story, phones={k: v for k, v in story.phones.items() if k != who})


def _around(story: Story) -> Iterator[Story]:
    """The story without what happens around its workers."""
    if story.outages:
        yield replace(story, outages=())
    if any(story.clocks):
        yield replace(story, clocks=(0.0,))
    for n in range(len(story.visits)):
        yield replace(story, visits=_without(story.visits, n))


def _simpler(step: Step) -> Iterator[Step]:
    """The step with one of its peculiarities taken away."""
    plain = Step()
    for name in ("aim", "early", "partial", "final", "cancel", "waits", "tool"):
        if getattr(step, name) != (usual := getattr(plain, name)):
            yield replace(step, **{name: usual})


def _without(things: tuple[T, ...], n: int) -> tuple[T, ...]:
    return things[:n] + things[n + 1 :]
