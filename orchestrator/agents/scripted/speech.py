"""The sentences that the scripted agent says. They are recorded in events: do not reword them."""

from collections.abc import Iterable, Sequence

from hookflash.domain.job.action import SendSms, TransferCall
from hookflash.domain.policy.proposing import NEVER_DIALLED
from hookflash.orchestrator.agents.scripted.playbook import Playbook
from hookflash.orchestrator.agents.scripted.steps import Use

ANYTHING_ELSE = "Is there anything else I can help with?"
WHAT_ELSE = "What else can I do for you?"
ARRIVED = "I've just sent it. Has the text arrived?"
ARRIVED_AGAIN = "I've sent it again. Has the text arrived this time?"
ON_ITS_WAY = "The text is on its way. Has it arrived?"
MAY_HAVE_ARRIVED = "I can't tell whether the text went out. Has it reached you?"
DID_IT_REACH_YOU = "Sorry, did the text reach you?"
TAKE_YOUR_TIME = "Of course, take your time. Has the text arrived?"
SORRY = "I'm sorry about that."
STILL_NOT_THERE = f"I'm sorry, it doesn't seem to be reaching you. {ANYTHING_ELSE}"
TRY_AGAIN = "Shall I try once more?"
SEND_AGAIN = "Shall I send it again?"
GOT_IT = "Great, thank you."
NEVER_MIND = "No problem."
ALRIGHT = "Alright."
THANKS = "Thank you."
STAY = f"Alright, I'll stay with you. {WHAT_ELSE}"
STAY_ON_LINE = "I'll stay on the line with you."
GOODBYE = "Thank you for calling. Goodbye!"
WELCOME = f"You're welcome. {ANYTHING_ELSE}"
HELLO = "Hello! How can I help?"
GO_ON = "Of course. What can I do for you?"
WAITING = "Of course, take your time."
NO_TRANSFERS = "I'm sorry, I'm not able to put you through to anyone."
NO_TEXTS = "I'm sorry, there's nothing I can text you about that."
NO_MORE_TEXTS = "Alright, I won't text you."
_MISSES = (
    "Sorry, I didn't quite get that.",
    "I'm sorry, I still didn't get that.",
    "I'm sorry, I don't seem to be able to help with that.",
)

_ALREADY = "I've already texted you"
_OPTED_OUT = (
    "You've opted out of texts from us, so I can't send it. "
    "Reply START to us if you'd like them again."
)
_CANNOT_TEXT_FROM_HERE = "I'm sorry, I'm not able to send texts from this number at the moment."
_CANNOT_TEXT_YOU = "I'm sorry, it looks like I can't text the number you're calling from."
_HIDDEN = "I'm sorry, I can't see the number you're calling from, so I can't text you."
_FAULTY = "I'm sorry, there's a problem with that text on our side, so I can't send it."
_BLOCKED = "I'm sorry, your phone company blocked the text, so I can't get it to you."
_TOO_FAR = "I'm sorry, I'm not able to text numbers from where you're calling."
_ENOUGH_ON_CALL = "I'm sorry, I've sent as many texts as I can on this call."
_ENOUGH_FOR_CALLER = "I'm sorry, I've texted you as often as I can today."
_ENOUGH_TODAY = "I'm sorry, I can't send any more texts today."
_NOT_REACHED = "I'm afraid the text couldn't be delivered to your phone."
_NOT_GONE = "I'm afraid the text didn't go through."
_NOT_NOW = "I'm sorry, I couldn't send the text."

_WHY_NOT: tuple[tuple[tuple[str, ...], str], ...] = (
    (("opted out", "21610"), _OPTED_OUT),
    (
        (
            *("not registered", "registration pending", "registration rejected", "unregistered"),
            *("registration", "unverified", "number released", "30032", "30034", "30035"),
        ),
        _CANNOT_TEXT_FROM_HERE,
    ),
    (("no caller id", "withheld", "anonymous"), _HIDDEN),
    (("landline", "not textable", "cannot receive", "30006", "21211", "21614"), _CANNOT_TEXT_YOU),
    (("body empty", "body too long", "text is empty", "longer than"), _FAULTY),
    (("filtered", "30007", "21408"), _BLOCKED),
    (("unreachable", "30003", "30005", "30008"), _NOT_REACHED),
    (("region not allowed", "special range"), _TOO_FAR),
    (("call limit",), _ENOUGH_ON_CALL),
    (("contact day limit",), _ENOUGH_FOR_CALLER),
    (("workspace day limit",), _ENOUGH_TODAY),
)
"""Signs in the core's reasons and the carriers' error codes, and what the caller is told."""

_NOT_PROPOSED = {
    "proposal_limit": "I'm sorry, I can't offer another transfer on this call.",
    "external_day_limit": "I'm sorry, I can't put any more calls through to other numbers today.",
    **dict.fromkeys(NEVER_DIALLED, "I'm sorry, I'm not able to connect calls to that number."),
}
"""Reasons for which a transfer is not proposed, and what the caller is told."""

_FAILURES = (*(words for _, words in _WHY_NOT), _NOT_REACHED, _NOT_GONE, _NOT_NOW)


def reports_failure(text: str) -> bool:
    """Whether ``text`` says that a text failed, or that it was sent before."""
    return text.startswith((*_FAILURES, _ALREADY))


def is_about_body(why: str) -> bool:
    """Whether the text's own content prevents sending it."""
    return why == _FAULTY


def worth_another_try(why: str) -> bool:
    """Whether another attempt may succeed after this failure."""
    return why in (_NOT_REACHED, _NOT_GONE)


def why_not(reason: str, status: str) -> str:
    """Tell the caller why a text was refused or failed."""
    plain = reason.replace("_", " ").casefold()
    for signs, words in _WHY_NOT:
        if any(sign in plain for sign in signs):
            return words
    return {"undelivered": _NOT_REACHED, "failed": _NOT_GONE}.get(status, _NOT_NOW)


def who(agent_name: str) -> str:
    """Say who is speaking, and that it is an automated assistant."""
    return f"This is {agent_name}, an automated assistant. How can I help?"


def greeting(agent_name: str) -> str:
    """The greeting if the workspace has none."""
    return f"Hello, this is {agent_name}. How can I help?"


def closes(text: str) -> bool:
    """Whether ``text`` asks if there is anything else."""
    return text.endswith((ANYTHING_ELSE, WHAT_ELSE))


def is_miss(text: str) -> bool:
    """Whether ``text`` says that the caller was not understood."""
    return text.startswith(_MISSES)


def not_understood(playbook: Playbook, missed: int) -> str:
    """Say that the caller was not understood and what the agent can do; short after two misses."""
    if missed < len(_MISSES) - 1:
        return f"{_MISSES[missed]} {can_do(playbook)}"
    return f"{_MISSES[-1]} {ANYTHING_ELSE}"


def announce(use: Use, *, again: bool = False) -> str:
    """Announce a text."""
    return f"I'll text you {thing(use)} {'again' if again else 'now'}."


def thing(use: Use) -> str:
    """What a text contains: in the words of the instructions, or guessed from its body."""
    if use.thing:
        return use.thing
    address = isinstance(use.action, SendSms) and "://" in use.action.body
    return "the link" if address else "the details"


def unavailable(destination: str, reason: str = "") -> str:
    """Say that the destination cannot be reached, and why if a limit is in the way."""
    if reason in _NOT_PROPOSED:
        return _NOT_PROPOSED[reason]
    whom = "them" if destination.startswith("+") else destination
    return f"I'm sorry, I can't put you through to {whom} right now."


def already_texted(use: Use) -> str:
    """Say that this text was already sent, and offer to send it again."""
    return f"{_ALREADY} {thing(use)}. {SEND_AGAIN}"


def change_of_mind(destination: str) -> str:
    """Tell the caller that they may still ask for the transfer they declined."""
    whom = "somebody" if destination.startswith("+") else destination
    return f"If you'd like me to put you through to {whom} after all, just say so. {WHAT_ELSE}"


def can_do(playbook: Playbook, only: Sequence[Use] = ()) -> str:
    """Say what the agent can do; with ``only``, just these steps."""
    every = [use for script in playbook.scripts for use in script.uses]
    uses = only or [use for use in every if not use.when.is_fallback]
    offers = list(dict.fromkeys(_offer(use, every) for use in uses))
    if not only:
        offers += [f"help with {s.job.name}" for s in playbook.scripts if not s.uses]
    if not offers:
        return "Could you tell me what it is about?"
    if len(offers) == 1 and offers[0].startswith(_PUT_THROUGH):
        return f"I can {offers[0]}{_IF_YOU_LIKE}"  # the core asks for consent, once
    choice = _LIKE_THAT if len(offers) == 1 else _LIKE_WHICH
    return f"I can {_joined_with_or(offers[:_MAX_OFFERS])}. {choice}"


def offers(playbook: Playbook, text: str, use: Use) -> bool:
    """Whether ``use`` is among the choices that ``text`` offered."""
    every = (other for script in playbook.scripts for other in script.uses)
    return text.endswith((_LIKE_THAT, _LIKE_WHICH, _IF_YOU_LIKE)) and _offer(use, every) in text


_LIKE_THAT, _LIKE_WHICH = "Would you like that?", "Which would you like?"
_IF_YOU_LIKE = ", if you like."
_PUT_THROUGH = "put you through to "
_MAX_OFFERS = 5


def _offer(use: Use, among: Iterable[Use]) -> str:
    """Describe what ``use`` does; texts of the same name are distinguished by their job."""
    if isinstance(use.action, TransferCall):
        name = use.action.destination.name
        return _PUT_THROUGH + ("somebody" if name.startswith("+") else name)
    named_alike = any(
        isinstance(other.action, SendSms) and other != use and thing(other) == thing(use)
        for other in among
    )
    return f"text you {thing(use)}" + (f" for {use.job}" if named_alike else "")


def _joined_with_or(offers: Sequence[str]) -> str:
    *first, last = offers
    return f"{', '.join(first)}, or {last}" if first else last
