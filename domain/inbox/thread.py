"""A thread: everything between one contact and one business number."""


def thread_id(workspace: str, contact: str | None, number: str) -> str:
    """The id of a thread, also of its stream: ``<workspace>.thread.<contact>.<number>``.

    ``contact`` and ``number`` are E.164 and appear as digits. All callers who withhold their
    number share one thread per business number.
    """
    who = contact.removeprefix("+") if contact else "anonymous"
    return f"{workspace}.thread.{who}.{number.removeprefix('+')}"
