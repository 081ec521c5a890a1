"""Reads which contact is meant: by a number, another caller id, or a pseudonym."""

from hookflash.domain.errors import HookflashError
from hookflash.domain.policy.caller_id import read_caller_id
from hookflash.domain.policy.contact_key import is_pseudonym
from hookflash.domain.policy.phone import e164
from hookflash.domain.problem import Problem


class NoContact(HookflashError, ValueError):
    """The contact is neither a phone number, a pseudonym nor in the log; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"contact: {problem}")
        self.problem = problem


def parse_contact(contact: str) -> str:
    """Read a contact as a caller id is read; return a pseudonym unchanged.

    Raises :class:`NoContact` for what stands for a withheld caller id.
    """
    known = contact if is_pseudonym(contact) else read_caller_id(contact).contact
    if known is None:
        raise no_contact(contact)
    return known


def no_contact(contact: str) -> NoContact:
    """The error for what is not a contact, with what keeps it from being a phone number."""
    number = e164(contact)
    if isinstance(number, Problem):
        return NoContact(number)
    wrong = f"{contact} stands for a withheld number"
    return NoContact(
        Problem(wrong=wrong, right="Give the number, or the caller id as it was received.")
    )
