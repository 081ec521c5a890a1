"""The scripted agent keeps its promises, in whole calls under faults."""

from collections.abc import Iterator
from typing import Final
from unittest.mock import patch

import pytest

from hookflash.domain.call import events as e
from hookflash.domain.call.identity import speech_id
from tests.simulation import world
from tests.simulation.story import Story, story
from tests.simulation.world import World

BROKEN_AGENTS: Final = ("raise", "silent", "hang", "die", "babble", "all_die")
"""Faults of the agent, after which it may not do what it announced."""
RASH_AGENTS: Final = ("several",)
"""Faults in which the agent also does what it did not announce."""


def played(seeds: range) -> Iterator[tuple[Story, list[e.CallEvent]]]:
    """Play stories; yields each with the events of its call."""
    plays = World()
    histories: list[list[e.CallEvent]] = []
    read = world._Run._events

    def keep(run: world._Run) -> list[e.CallEvent]:
        histories.append(read(run))
        return histories[-1]

    with patch.object(world._Run, "_events", keep):
        for seed in seeds:
            plays.play(story(seed))
            yield story(seed), histories[-1]
    plays.close()


def was_cut_off(history: list[e.CallEvent], flag: e.PromiseFlagged) -> bool:
    """Whether the caller spoke before they had heard the words to their end."""
    said = speech_id(flag.call_id, flag.said)
    for event in history[flag.said :]:
        if isinstance(event, e.CallerSpoke | e.DigitsPressed):
            return True
        if isinstance(event, e.SpeechHeard) and event.speech_id == said:
            return False
    return True


def was_made_by_the_agent(history: list[e.CallEvent], flag: e.PromiseFlagged) -> bool:
    """Whether a text that is not announced was not requested by a tool call of the story."""
    about = history[flag.said - 1]
    return not isinstance(about, e.SmsRequested) or about.tool_call_id.startswith("move-")


@pytest.mark.slow
def test_the_scripted_agent_keeps_its_promises_under_all_faults() -> None:
    """Unless it breaks after the announcement, or the caller talks over it and it thinks anew.

    Where all of its moves are made at once, the question may come before the words about a text.
    """
    texts = 0
    for told, history in played(range(500)):
        texts += sum(isinstance(event, e.SmsRequested) for event in history)
        broke = bool(told.kills) or any(fault.how in BROKEN_AGENTS for fault in told.faults)
        flagged = [event for event in history if isinstance(event, e.PromiseFlagged)]
        flags = [flag for flag in flagged if was_made_by_the_agent(history, flag)]
        rash = any(fault.how in RASH_AGENTS for fault in told.faults)
        assert rash or all(flag.claim == "announced" for flag in flags), told.seed
        assert broke or rash or all(was_cut_off(history, flag) for flag in flags), told.seed
    assert texts > 100
