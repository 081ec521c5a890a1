"""A thread: everything between one contact and one business number."""

from hookflash.domain.policy.contact_key import contact_key


def thread_id(workspace: str, contact: str | None, number: str) -> str:
    """The id of a thread, also of its stream: ``<workspace>.thread.<contact>.<number>``.

    ``number`` is E.164 and appears as digits, ``contact`` by its ``contact_key``. All callers who
    withhold their number share one thread per business number.
    """
    who = contact_key(contact) if contact else "anonymous"
    return f"{workspace}.thread.{who}.{number.removeprefix('+')}"
