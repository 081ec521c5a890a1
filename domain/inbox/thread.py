"""A thread: everything between one contact and one business number."""


def thread_id(workspace: str, contact: str | None, number: str) -> str:
    """Name the thread, and its stream: ``<workspace>.thread.<contact digits>.<number digits>``.

    ``contact`` and ``number`` in E.164; callers who withheld theirs share one thread a number.
    """
    who = contact.removeprefix("+") if contact else "anonymous"
    return f"{workspace}.thread.{who}.{number.removeprefix('+')}"
