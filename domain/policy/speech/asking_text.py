"""Whether a clause asks for a text: as an order to send it, or as a request to have it."""

from hookflash.domain.policy.speech.tokens import Words, word_set

TEXTS = {"text", "texts", "link", "message", "sms", "texting"}
_SENT_THINGS = TEXTS | word_set(
    """
    details info information address directions number form menu url website page copy hours
    reminder confirmation code location map list brochure prices pricing quote instructions
    schedule invite booking one them it that this again
    """
)
_NOT_TEXTS = word_set(
    """
    someone somebody anyone person people guy man technician plumber electrician mechanic driver
    truck crew team taxi cab ambulance police doctor nurse email mail post fax package parcel
    letter money cash refund reimbursement account card speaker help
    husband wife mom dad son daughter friend him her
    """
)
_VERBS = {"text", "retext", "message", "sms"}
_SENDING = {"send", "resend", "shoot"}
_GERUNDS = {"sending", "resending", "texting"}
_DONE = {"sent", "resent", "texted"}
_DETERMINERS = {"a", "an", "the", "your", "that", "this", "another", "my", "some", "any"}
_POLITE = word_set(
    """
    please just kindly maybe possibly also then again simply actually quickly and so but only yes
    yeah yep sure okay no nope sorry well great thanks hey hi hello um uh oh instead rather go
    ahead perhaps now
    """
)
_HERE = {"me", "us", "my", "this", "the", "that", "our"}
_MODALS = {"can", "could", "would", "will"}
_ASKING_ABOUT = {"why", "how", "what", "when", "did", "if"}
_REPORT_ENDS = word_set("it yet anything nothing received come arrived through here missing")
_TRY_AGAIN = {
    ("try", "again"),
    ("try", "it", "again"),
    ("try", "that", "again"),
    ("try", "once", "more"),
    ("try", "one", "more", "time"),
    ("give", "it", "another", "try"),
    ("give", "it", "another", "go"),
    ("send", "again"),
}
_BARE = {"again", "please", "another", "one", "more", "time", "once", "over"} | _DETERMINERS


def wants_text(words: Words) -> bool:
    """Whether ``words``, an asserted clause, ask to be sent a text."""
    return any(
        _told_to_send(words, at) or _wanted_thing(words, at) or _wanted_sent(words, at)
        for at in range(len(words))
    )


def names_text_alone(words: Words) -> bool:
    """Whether ``words`` only name the text: "the link again please", "try again"."""
    plain = tuple(word for word in words if word not in _POLITE - {"again"})
    if plain in _TRY_AGAIN:
        return True
    asked = any(word in {"again", "please", "another", "more"} for word in words)
    return asked and bool(TEXTS & {*plain}) and (_BARE | TEXTS).issuperset(plain)


def speaks_of_text(words: Words) -> bool:
    """Whether ``words`` are about a text, or about sending one."""
    at = next((at for at, word in enumerate(words) if word in _SENDING | {"sending"}), None)
    sends = at is not None and _sends_text(words[at + 1 :])
    return sends or not (TEXTS | _DONE - {"sent"}).isdisjoint(words)


def _told_to_send(words: Words, at: int) -> bool:
    """Whether the word at ``at`` is the verb of an order to text or send something."""
    verb, after = words[at], words[at + 1 :]
    if verb in _GERUNDS:
        return words[at - 1 : at] in {("mind",), ("try",), ("about",)} and _sends_text(after)
    if verb in _VERBS:
        return _texts_caller(verb, after) and _tells(words[:at])
    return verb in _SENDING and _sends_text(after, verb) and _tells(words[:at])


def _tells(before: Words) -> bool:
    """Whether ``before`` makes the verb after it an order or a request to the agent."""
    plain = tuple(word for word in before if word not in _POLITE)
    if "not" in plain:
        plain = tuple(word for word in plain if word not in {"not", "why"})
    if not plain or plain[-1] in _REPORT_ENDS:
        return True
    wished = plain[-2:] == ("you", "to") and plain[-3:-2] in {("like",), ("want",), ("need",)}
    able = plain[-4:] == ("you", "be", "able", "to")
    if wished or able or plain[-2:] == ("let", "us"):
        return True
    asked = plain[-1] == "you" and plain[-2:-1] != () and plain[-2] in _MODALS
    offered = plain[-2:] in {("you", modal) for modal in ("can", "could", "should", "may")}
    return (asked or offered) and (plain[0] not in _ASKING_ABOUT or plain[:2] == ("if", "you"))


def _texts_caller(verb: str, after: Words) -> bool:
    """Whether ``verb``, "text" for example, and the words after it mean texting the caller."""
    first = after[0] if after else ""
    if verb == "message":
        return first in {"me", "us"}
    told = {"me", "us", "it", "that", "this", "again", "over", "the", "a", "to", "my"}
    return first in told and _NOT_TEXTS.isdisjoint(after)


def _sends_text(after: Words, verb: str = "send") -> bool:
    """Whether the words after ``verb`` name something that can be sent as a text."""
    if not _NOT_TEXTS.isdisjoint(after[:8]) or _to_another(after):
        return False
    rest = after[1:] if after[:1] in {("me",), ("us",)} else after
    first = rest[0] if rest else ""
    if not rest or first in _POLITE | {"again", "over", "once", "one"}:
        return bool(after) or verb == "resend"
    if first in {"it", "that", "this", "them", "anything", "another", "something", "any"}:
        return True
    return not _SENT_THINGS.isdisjoint(rest[:6])


def _to_another(after: Words) -> bool:
    """Whether the thing is to go to a person other than the caller: "send it to Kathryn"."""
    to = after.index("to") if "to" in after[:7] else len(after)
    return bool(after[to + 1 :]) and after[to + 1] not in _HERE


def _wanted_thing(words: Words, at: int) -> bool:
    """Whether the caller wants the thing itself: "I'd like that text", "can I get the link"."""
    if words[at] not in TEXTS:
        return False
    before = list(words[:at])
    while before and before[-1] in _DETERMINERS | {"text", "booking", "same", "new"}:
        before.pop()
    if before[-2:] in (["that", "in"], ["it", "in"], ["that", "as"], ["it", "as"]):
        before = before[:-2]
    return _wants(tuple(word for word in before if word not in _POLITE))


def _wants(before: Words) -> bool:
    """Whether ``before`` asks for what follows it: "I need", "can I get", "give me"."""
    last, last_two = before[-1:], before[-2:]
    if last in {("want",), ("need",)} or last_two in {("would", "like"), ("would", "love")}:
        return "you" not in last_two
    if last in {("get",), ("have",), ("receive",)}:
        asked = before[-3:-1] in {("can", "i"), ("could", "i"), ("may", "i"), ("can", "we")}
        return asked or before[-3:-1] in {("like", "to"), ("want", "to"), ("need", "to")}
    return last_two in {("give", "me"), ("get", "me")}


def _wanted_sent(words: Words, at: int) -> bool:
    """Whether the caller wants it done: "I want it sent again", "can I have that texted to me"."""
    if words[at] not in _DONE or words[max(at - 1, 0) : at] == ("be",):
        return words[at] in _DONE and words[max(at - 3, 0) : at - 1] in {
            ("can", "it"),
            ("can", "i"),
        }
    before = list(words[:at])
    while before and before[-1] in _DETERMINERS | TEXTS | {"it", "them"}:
        before.pop()
    return before != list(words[:at]) and _wants(tuple(before))
