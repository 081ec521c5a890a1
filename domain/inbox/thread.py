"""A thread: everything between one contact and one business number."""


def thread_id(workspace: str, contact: str | None, number: str, call_id: str = "") -> str:
    """The id of a thread, also of its stream: ``<workspace>.thread.<contact>.<number>``.

    ``contact`` and ``number`` are E.164 and appear as digits. A caller who withholds their number
    has a thread for the one call ``call_id``: ``anonymous-`` and the last part of the call's id.
    Without it the id is that of the thread which all such callers shared in older logs.
    """
    one_call = f"-{call_id.rpartition('.')[2]}" if call_id else ""
    who = contact.removeprefix("+") if contact else f"anonymous{one_call}"
    return f"{workspace}.thread.{who}.{number.removeprefix('+')}"
