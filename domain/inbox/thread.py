"""A thread: everything between one contact and one business number."""

from hookflash.domain.policy.contact_key import contact_key


def thread_id(workspace: str, contact: str | None, number: str, call_id: str = "") -> str:
    """The id of a thread, also of its stream: ``<workspace>.thread.<contact>.<number>``.

    ``number`` is E.164 and appears as digits, ``contact`` by its ``contact_key``. A caller who
    withholds their number has a thread for the one call ``call_id``: ``anonymous-`` and the last
    part of the call's id. Without it the id is that of the thread which all such callers shared in
    older logs.
    """
    one_call = f"-{call_id.rpartition('.')[2]}" if call_id else ""
    who = contact_key(contact) if contact else f"anonymous{one_call}"
    return f"{workspace}.thread.{who}.{number.removeprefix('+')}"
