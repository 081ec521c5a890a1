"""Updates a thread's row from call events and from marks."""

from typing import Final

from hookflash.domain.call import events as e
from hookflash.domain.event import Event
from hookflash.domain.inbox import events as marks
from hookflash.projections.calls.course import NOTES
from hookflash.projections.inbox.table import THREADS
from hookflash.projections.runner.model import Handler, Handlers, ReadModel, Row, Work

_COUNTED: Final[dict[type[Event], str]] = {
    marks.TextReceived: "texts",
    e.CallReceived: "calls",
    e.SmsRequested: "texts",
    e.SmsRefused: "texts",
    e.TransferProposed: "transfers",
    e.TransferRefused: "transfers",
    e.VoicemailRecorded: "voicemails",
}
"""Events that add an item to a thread, and the column that counts them."""

handlers = Handlers()
on = handlers.on


@on(e.CallReceived)
def _on_call_received(work: Work, event: e.CallReceived, position: int) -> None:
    thread = work.call_of(event.call_id)["thread"]
    _begin(work, event, thread, test=event.test)
    row = _on_item(work, event, position)
    row["test"] = row["test"] and event.test
    row["newest_call"] = event.call_id


@on(marks.TextReceived)
def _on_text_received(work: Work, event: marks.TextReceived, position: int) -> None:
    _begin(work, event, event.thread, test=False)
    row = work.threads.change(event.thread)
    _add_item(_touch(row, event, position), event)
    row["test"] = False


def _begin(
    work: Work, event: e.CallReceived | marks.TextReceived, thread: str, *, test: bool
) -> None:
    """Add the thread's row if it is new; whatever begins it then counts as its first item."""
    if work.threads.get(thread) is None:
        work.threads.add(
            {
                "thread": thread,
                "workspace": event.workspace,
                "contact": event.contact,
                "number": event.number,
                "test": test,
                "status": "open",
                "needs_attention": False,
                "newest_call": None,
                "unread": 0,
                **dict.fromkeys(_COUNTED.values(), 0),
                "last_at": event.at,
                "last_position": 0,
            }
        )


@on(e.SmsRequested, e.SmsRefused, e.TransferProposed, e.TransferRefused)
def _on_item(work: Work, event: e.CallEvent, position: int) -> Row:
    return _add_item(_on_activity(work, event, position), event)


@on(e.VoicemailRecorded)
def _on_voicemail_recorded(work: Work, event: e.VoicemailRecorded, position: int) -> None:
    """A recording of 0 seconds is no message."""
    handle = _on_item if event.seconds > 0 else _on_activity
    handle(work, event, position)


@on(e.CallEnded, e.VoicemailTranscribed)
def _on_activity(work: Work, event: e.CallEvent, position: int) -> Row:
    return _touch(work.threads.change(work.call_of(event.call_id)["thread"]), event, position)


def _touch(row: Row, event: Event, position: int) -> Row:
    row["last_at"], row["last_position"] = event.at, position
    return row


def _add_item(row: Row, event: Event) -> Row:
    row["unread"] += 1
    row[_COUNTED[type(event)]] += 1
    row["status"] = "open"
    return row


@on(marks.ThreadDone)
def _on_thread_done(work: Work, event: marks.ThreadDone, _: int) -> None:
    for row in _marked(work, event):
        row.update(status="done", needs_attention=False, newest_call=None)


@on(marks.ThreadReopened)
def _on_thread_reopened(work: Work, event: marks.ThreadReopened, _: int) -> None:
    for row in _marked(work, event):
        row["status"] = "open"


@on(marks.ThreadRead)
def _on_thread_read(work: Work, event: marks.ThreadRead, _: int) -> None:
    for row in _marked(work, event):
        row["unread"] = 0


@on(marks.ThreadUnread)
def _on_thread_unread(work: Work, event: marks.ThreadUnread, _: int) -> None:
    for row in _marked(work, event):
        row["unread"] = max(1, row["unread"])


def _marked(work: Work, event: marks.ThreadEvent) -> list[Row]:
    """The thread that was marked.

    In older logs all withheld callers shared one thread: a mark on it counts for the thread of
    each of their calls until then.
    """
    if not event.is_shared:
        return [work.threads.change(event.stream)]
    shared = (event.workspace, event.number)
    return [
        work.threads.change(key)
        for key, row in work.threads.by_key.items()
        if row["contact"] is None and (row["workspace"], row["number"]) == shared
    ]


def _judging(handler: Handler | None) -> Handler:
    """Make ``handler`` see whether the call, if it is the thread's newest, needs a person."""

    def handle(work: Work, event: e.CallEvent, position: int) -> None:
        if handler is not None:
            handler(work, event, position)
        call = work.call_of(event.call_id)
        row = work.threads.get(call["thread"])
        if row is None or row["newest_call"] != event.call_id:
            return
        if row["needs_attention"] != call["needs_follow_up"]:
            work.threads.change(call["thread"])["needs_attention"] = call["needs_follow_up"]

    return handle


# A call that is settled needs a person or does not, from its first event on.
_settled: Final = handlers | {e.CallReceived: _judging(handlers[e.CallReceived])}
_JUDGED: Final[tuple[type[e.CallEvent], ...]] = (e.CallReceived, e.CallEnded, *NOTES)
handlers.update({kind: _judging(handlers.get(kind)) for kind in _JUDGED})

THREADS_MODEL: Final = ReadModel(THREADS, handlers, found_by="thread", settled=_settled)
