"""Whole calls with faults injected everywhere; scripts/simulate plays many more."""

import pytest

from tests.simulation.__main__ import play_chunk
from tests.simulation.mutants import MUTANTS
from tests.simulation.planting import SHOWN_BY
from tests.simulation.story import story
from tests.simulation.world import World


@pytest.mark.parametrize("first", [0, 100])
def test_the_invariants_hold_under_all_faults(first: int) -> None:
    """Faults 1-8, 13-15, 18-19, 30-33, 37, 41, 43-45, 51: at most one of everything.

    No call is stranded, and no caller is left in silence.
    """
    assert play_chunk(range(first, first + 100)) == []


def test_a_seed_always_gives_the_same_trace() -> None:
    """A run is reproducible from its seed, ids and times included, whatever was played before."""
    first, second = World(), World()
    played = [first.play(story(n)) for n in range(30)]
    assert [second.play(story(n)) for n in reversed(range(30))] == played[::-1]
    first.close()
    second.close()


@pytest.mark.parametrize("name", sorted(MUTANTS))
def test_every_mutant_is_caught(name: str) -> None:
    """At once, or soon after the seed in docs/reference/mutants.md."""
    world = World()
    with MUTANTS[name]():
        seeds = range(SHOWN_BY[name], SHOWN_BY[name] + 200)
        assert any(world.play(story(seed)).broken for seed in seeds)
    world.close()
