"""One thread per contact and number, with all its items, newest last."""

import pytest

from hookflash.domain.call import commands as c
from hookflash.projections.inbox.items import Item
from hookflash.projections.inbox.queries import Thread
from hookflash.projections.projections import Projections
from tests.contract.projections.world import CALLER, LINK, TO_MEMBER, Line, World
from tests.unit.projections.conftest import Read


def the_thread(views: Projections, workspace: str = "harbor") -> Thread:
    """The only thread."""
    (thread,) = views.inbox.threads(workspace)
    return thread


def of_kind(thread: Thread, kind: str) -> list[Item]:
    """The thread's calls, texts, transfers or voicemails."""
    return [item for item in thread.items if item.kind == kind]


def unanswered(line: Line, seconds: float | None = 4.5) -> None:
    """A text, then an unanswered transfer, then voicemail."""
    line.say("Could you text me the link?")
    line.send("accepted", "sent", "delivered")
    line.say("Could I talk to somebody?")
    line.ring(TO_MEMBER)
    line.phone("Front Desk", "unavailable", reason="declined")
    line.voicemail(seconds)
    line.end()


def to_voicemail(world: World) -> tuple[Line, str]:
    """A call whose transfer finds the member busy, and its voicemail's effect key."""
    line = world.answer()
    line.ring(TO_MEMBER)
    line.phone("Front Desk", "unavailable", reason="busy")
    assert line.call.voicemail is not None
    return line, line.call.voicemail.effect_key


def test_a_thread_has_the_call_and_all_its_items(read: Read) -> None:
    """Call, text, transfer and voicemail, in the order in which they began."""
    world = World()
    line = world.answer()
    unanswered(line)
    thread = the_thread(read(world))
    assert (thread.contact, thread.number) == (CALLER, "+14155550100")
    assert (thread.thread, thread.workspace) == ("harbor.thread.14155550199.14155550100", "harbor")
    told = [(item.kind, item.sender, item.recipient, item.status) for item in thread.items]
    assert told == [
        ("call", CALLER, "+14155550100", "ended"),
        ("text", "Sona", CALLER, "delivered"),
        ("transfer", "Sona", "Front Desk", "voicemail"),
        ("voicemail", CALLER, "Scheduling", "recorded"),
    ]
    call, text, transfer, voicemail = thread.items
    assert (call.outcome, call.reason) == ("voicemail", "caller_hung_up")
    assert call.seconds == (line.events[-1].at - line.events[1].at).total_seconds()
    assert text.body == LINK
    assert (transfer.outcome, transfer.body) == ("voicemail", "Could I talk to somebody?")
    assert (voicemail.owner, voicemail.recording) == ("Scheduling", "rec/1.wav")
    assert (voicemail.body, voicemail.seconds) == ("Please call me back", 4.5)


@pytest.mark.parametrize("order", ["before", "after", "after the call"])
def test_a_transcript_counts_whenever_it_comes(read: Read, order: str) -> None:
    """Fault 50: before its recording, after it, or after the call; once, and both are kept."""
    world = World()
    line, key = to_voicemail(world)
    line.voicemail(None)
    words = "It is about Monday"
    if order == "before":
        line.tell(c.ReportTranscript, effect_key=key, transcript=words)
    line.tell(c.ReportVoicemail, effect_key=key, recording="rec/1.wav", seconds=4.5)
    if order == "after":
        line.tell(c.ReportTranscript, effect_key=key, transcript=words)
    line.end()
    line.tell(c.ReportTranscript, effect_key=key, transcript="It is about Monday, I think")
    if order == "after the call":
        words += ", I think"
    views = read(world)
    (voicemail,) = of_kind(the_thread(views), "voicemail")
    assert (voicemail.status, voicemail.recording, voicemail.seconds) == (
        "recorded",
        "rec/1.wav",
        4.5,
    )
    assert voicemail.body == words
    (trail,) = views.transfers.list("harbor")
    assert trail.voicemail is not None
    assert trail.voicemail.transcript == words
    (found,) = views.inbox.search("harbor", "about monday")
    assert [item.kind for item in found.items] == ["voicemail"]


def test_what_was_said_belongs_to_the_call(read: Read) -> None:
    """Verbatim, with keys pressed; silenced agent speech is left out."""
    world = World()
    line = world.receive()
    line.tell(c.Speak, text="Too early")
    line.tell(c.AnswerCall, agent="A")
    line.tell(c.Speak, text="Thanks for calling.")
    line.say("Hello ünï")
    line.tell(c.PressDigits, digits="5")
    line.end()
    (call,) = the_thread(read(world)).items
    assert [(said.by, said.text, said.digits) for said in call.said] == [
        ("agent", "Thanks for calling.", ""),
        ("caller", "Hello ünï", ""),
        ("caller", "", "5"),
    ]
    assert [said.position for said in call.said] == [4, 6, 7]
    assert call.said[1].at == line.events[5].at


@pytest.mark.parametrize("times", [1, 2])
def test_a_call_shows_its_current_state(read: Read, times: int) -> None:
    """However many batches the events were in."""
    world = World()
    line = world.receive()
    shown = []
    for step in (lambda: None, lambda: line.tell(c.AnswerCall, agent="A"), line.end):
        step()
        for _ in range(times):
            views = read(world)
        shown.append(the_thread(views).items[0].status)
    assert shown == ["ringing", "in_progress", "ended"]


def test_each_contact_has_a_thread_for_each_number(read: Read) -> None:
    """Most recently active first. A caller who withholds their number has one for each call."""
    world = World()
    first = world.answer("+14155550111")
    world.answer("+14155550112").end()
    world.answer("+14155550111", number="+14155550200").end()
    world.answer(None).end()
    first.end()
    world.answer(None).end()
    threads = read(world).inbox.threads("harbor")
    assert [(thread.contact, thread.number, len(thread.items)) for thread in threads] == [
        ("anonymous", "+14155550100", 1),
        ("+14155550111", "+14155550100", 1),
        ("anonymous", "+14155550100", 1),
        ("+14155550111", "+14155550200", 1),
        ("+14155550112", "+14155550100", 1),
    ]


def test_newest_last_by_the_log_whatever_the_clock_says(read: Read) -> None:
    """A wall clock may jump (fault 24)."""
    world = World()
    first = world.answer()
    first.end()
    world.next(-3600)
    second = world.answer()
    second.end()
    calls = [item.call for item in the_thread(read(world)).items]
    assert calls == [first.call_id, second.call_id]


def test_a_voicemail_without_a_message_says_so(read: Read) -> None:
    """Until a late recording replaces that status."""
    world = World()
    line = world.answer()
    unanswered(line, seconds=None)
    (voicemail,) = of_kind(the_thread(read(world)), "voicemail")
    assert (voicemail.status, voicemail.seconds) == ("no_message", None)
    assert line.call.voicemail is not None
    key = line.call.voicemail.effect_key
    line.tell(c.ReportVoicemail, effect_key=key, recording="r", seconds=3, transcript="Hi")
    (late,) = of_kind(the_thread(read(world)), "voicemail")
    assert (late.status, late.body, late.seconds) == ("recorded", "Hi", 3.0)


def test_a_recording_is_kept_though_its_playing_was_never_reported(read: Read) -> None:
    """Reports can be lost."""
    world = World()
    line, key = to_voicemail(world)
    line.tell(c.ReportVoicemail, effect_key=key, recording="r", seconds=3, transcript="Hi")
    line.end()
    (voicemail,) = of_kind(the_thread(read(world)), "voicemail")
    assert (voicemail.status, voicemail.owner, voicemail.body) == ("recorded", "Scheduling", "Hi")


def test_a_voicemail_that_did_not_play_says_why(read: Read) -> None:
    """With the carrier's code."""
    world = World()
    line, key = to_voicemail(world)
    line.tell(c.Attempt, effect_key=key, attempt=1)
    line.tell(c.RecordOutcome, effect_key=key, attempt=1, outcome="refused", code="c", reason="r")
    line.end()
    (voicemail,) = of_kind(the_thread(read(world)), "voicemail")
    assert (voicemail.status, voicemail.code, voicemail.reason) == ("failed", "c", "r")


def test_a_voicemail_that_no_provider_took_has_failed(read: Read) -> None:
    """Both in the thread and in the transfer's trail, which lists every attempt."""
    world = World()
    line, key = to_voicemail(world)
    line.tell(c.Attempt, effect_key=key, attempt=1)
    line.tell(
        c.RecordOutcome,
        effect_key=key,
        attempt=1,
        outcome="postponed",
        reason="429",
        seconds=40.0,
    )
    views = read(world)
    assert [item.status for item in of_kind(the_thread(views), "voicemail")] == ["requested"]
    line.tell(c.StopVoicemail, effect_key=key)
    line.end()
    views = read(world)
    (voicemail,) = of_kind(the_thread(views), "voicemail")
    assert (voicemail.status, voicemail.reason) == ("failed", "not_taken")
    (trail,) = views.transfers.list("harbor")
    assert trail.voicemail is not None
    assert trail.voicemail.status == "failed"
    assert [told.line for told in trail.events][-3:] == [
        "The provider did not accept the voicemail (429); retrying in 40 s",
        "Voicemail stopped: not taken",
        "The call ended: caller hung up",
    ]


def test_every_new_item_is_unread_until_somebody_has_read_it(read: Read) -> None:
    """It can be marked as unread again."""
    world = World()
    line = world.answer()
    unanswered(line)
    assert the_thread(read(world)).unread == 4
    world.mark("read")
    assert the_thread(read(world)).unread == 0
    assert read(world).inbox.threads("harbor", unread=True) == ()
    world.mark("unread")
    world.mark("unread")
    assert the_thread(read(world)).unread == 1
    assert len(read(world).inbox.threads("harbor", unread=True)) == 1
    world.answer().end()
    assert the_thread(read(world)).unread == 2


def test_a_thread_is_done_until_something_new_comes_in(read: Read) -> None:
    """Or until it is reopened; a rebuild keeps these marks."""
    world = World()
    world.answer().end()
    world.mark("done")
    views = read(world)
    assert the_thread(views).status == "done"
    views.rebuild()
    assert the_thread(views).status == "done"
    assert views.inbox.threads("harbor", status="open") == ()
    assert len(views.inbox.threads("harbor", status="done")) == 1
    world.mark("open")
    assert the_thread(read(world)).status == "open"
    world.mark("done")
    world.answer().end()
    assert the_thread(read(world)).status == "open"


def test_a_withheld_number_has_a_thread_with_a_mark_of_its_own(read: Read) -> None:
    """Nothing is known of two such callers that they would have in common."""
    world = World()
    first, second = world.answer(None), world.answer(None)
    world.mark("done", None, call_id=first.call_id)
    world.mark("read", None, call_id=second.call_id)
    threads = {one.items[0].call: one for one in read(world).inbox.threads("harbor")}
    done, was_read = threads[first.call_id], threads[second.call_id]
    assert (done.status, done.unread) == ("done", 1)
    assert (was_read.status, was_read.unread) == ("open", 0)


def test_an_older_mark_on_the_shared_thread_counts_for_every_call_until_then(read: Read) -> None:
    """Callers who withheld their number shared a thread for each business number."""
    world = World()
    one = world.answer(None)
    read(world)
    two = world.answer(None)
    elsewhere = world.answer(None, number="+14155550200")
    known = world.answer()
    world.mark("done", None)
    world.mark("read", None)
    after = world.answer(None)
    views = read(world)
    for _ in range(2):
        threads = {one.items[0].call: one for one in views.inbox.threads("harbor")}
        marks = {call: (thread.status, thread.unread) for call, thread in threads.items()}
        assert marks == {
            one.call_id: ("done", 0),
            two.call_id: ("done", 0),
            elsewhere.call_id: ("open", 1),
            known.call_id: ("open", 1),
            after.call_id: ("open", 1),
        }
        views.rebuild()


def test_threads_are_listed_page_by_page(read: Read) -> None:
    """By last activity."""
    world = World()
    for n in range(5):
        world.answer(f"+1415555011{n}").end()
    inbox = read(world).inbox
    first = inbox.threads("harbor", limit=2)
    rest = inbox.threads("harbor", before=first[-1].last_position)
    contacts = [thread.contact for thread in (*first, *rest)]
    assert contacts == [f"+1415555011{n}" for n in (4, 3, 2, 1, 0)]


def test_a_long_thread_is_shown_from_its_newest_calls(read: Read) -> None:
    """As many calls as requested."""
    world = World()
    lines = []
    for _ in range(4):
        line = world.answer()
        line.end()
        lines.append(line)
    inbox = read(world).inbox
    (thread,) = inbox.threads("harbor", calls=2)
    assert [item.call for item in thread.items] == [line.call_id for line in lines[2:]]
    whole = inbox.thread("harbor", thread.thread)
    assert whole is not None
    assert (len(whole.items), whole.next) == (4, None)


def test_a_long_thread_is_read_page_by_page(read: Read) -> None:
    """From the newest calls to the first, each once and with all its items."""
    world = World()
    for _ in range(5):
        line = world.answer()
        line.send("accepted")
        line.end()
    inbox = read(world).inbox
    page = inbox.thread("harbor", inbox.threads("harbor")[0].thread, calls=2)
    pages = []
    while page is not None:
        pages.append(page.items)
        if page.next is None:
            break
        page = inbox.thread("harbor", page.thread, calls=2, before=page.next)
    (whole,) = inbox.threads("harbor")
    assert [len(items) for items in pages] == [4, 4, 2]
    assert tuple(item for items in reversed(pages) for item in items) == whole.items


def test_a_thread_counts_what_is_in_it(read: Read) -> None:
    """Including refused items; of voicemails, only recorded messages."""
    world = World()
    unanswered(world.answer(), seconds=None)
    unanswered(world.answer())
    refused = world.answer()
    refused.send(opted_out=True)
    refused.end()
    thread = the_thread(read(world))
    counts = thread.calls, thread.texts, thread.transfers, thread.voicemails
    assert counts == (3, 3, 2, 1)
    kinds = ("call", "text", "transfer", "voicemail")
    assert [len(of_kind(thread, kind)) for kind in kinds] == [3, 3, 2, 2]


def test_a_workspace_sees_its_own_threads_only(read: Read) -> None:
    """In every query, even for the same caller."""
    world = World()
    world.answer(workspace="other").say("Hello there")
    world.answer().say("Hello there")
    inbox = read(world).inbox
    (mine,) = inbox.threads("harbor")
    (theirs,) = inbox.threads("other")
    assert len(mine.items) == len(theirs.items) == 1
    assert inbox.thread("harbor", theirs.thread) is None
    assert [thread.thread for thread in inbox.search("harbor", "hello")] == [mine.thread]
    assert [thread.thread for thread in inbox.search("harbor", "5550199")] == [mine.thread]


def test_test_calls_are_marked(read: Read) -> None:
    """Each item, and a thread with nothing but test calls."""
    world = World()
    unanswered(world.answer(test=True))
    tested = the_thread(read(world))
    assert tested.test
    assert {item.test for item in tested.items} == {True}
    world.answer().end()
    mixed = the_thread(read(world))
    assert not mixed.test
    assert [item.test for item in mixed.items] == [True, True, True, True, False]
