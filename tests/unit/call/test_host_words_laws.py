"""Laws of the words that a host reports: they hold for any call, however the reports come."""

from itertools import pairwise

from hypothesis import given, settings

from hookflash.domain.call import events as e
from tests.histories import Play, plays


def the_hosts_words_are_in_the_order_in_which_they_were_spoken(play: Play) -> None:
    """Each of them after every line that began earlier, and before the next that began later."""
    lines = play.call.lines
    for before, line in pairwise(lines):
        if line.reported and line.began_at is not None and before.began_at is not None:
            assert before.began_at <= line.began_at
    assert len({line.position for line in lines}) == len(lines)


def no_more_is_heard_than_was_said(play: Play) -> None:
    """What was heard and what was not is the whole text; nothing is spoken after its report."""
    for event in play.events:
        if isinstance(event, e.AgentSpoke):
            assert event.heard + event.unheard == event.text
            assert event.heard_chars is None or event.heard_chars <= len(event.text)
            assert event.began_at is None or event.began_at <= event.at


def words_that_the_host_reports_are_not_played(play: Play) -> None:
    """No speech is opened for them."""
    told = {event.position for event in play.events if getattr(event, "reported", False)}
    assert told.isdisjoint(speech.position for speech in play.call.speeches.values())


def what_was_silenced_is_not_in_the_conversation(play: Play) -> None:
    """The log keeps the words and the reason; the caller did not hear them."""
    silenced = {ev.position for ev in play.events if isinstance(ev, e.AgentSilenced)}
    assert silenced.isdisjoint(line.position for line in play.call.lines)


@settings(max_examples=300)
@given(plays())
def test_the_hosts_words_keep_the_laws(play: Play) -> None:
    """Each law is one of the functions above."""
    the_hosts_words_are_in_the_order_in_which_they_were_spoken(play)
    no_more_is_heard_than_was_said(play)
    words_that_the_host_reports_are_not_played(play)
    what_was_silenced_is_not_in_the_conversation(play)
