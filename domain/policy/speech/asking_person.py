"""Whether a clause asks for a person: to talk to one, to be put through, or by naming a role."""

from itertools import pairwise

from hookflash.domain.policy.speech.tokens import Words, word_set

_ANYONE = {"someone", "somebody", "anyone", "anybody"}
_ROLES = _ANYONE | word_set(
    """
    human person people representative representatives rep operator agent receptionist reception
    manager supervisor attendant colleague employee staff
    """
)
_ROLES_OF_TWO = {
    ("customer", "service"),
    ("customer", "support"),
    ("customer", "care"),
    ("front", "desk"),
    ("human", "being"),
    ("staff", "member"),
    ("team", "member"),
    ("live", "support"),
}
_KINDS = {"real", "live", "actual", "human", "proper", "physical", "different", "other", "customer"}
_DETERMINERS = {"a", "an", "the", "your", "some", "another", "any", "one"}
_FILLERS = _DETERMINERS | word_set(
    """
    please um uh yes yeah okay hello hi hey now thanks no just well so oh sorry i said
    """
)
_FAMILY = word_set(
    """
    wife husband partner spouse boss mom mum dad mother father son daughter family friend
    boyfriend girlfriend kids roommate insurance bank lawyer accountant self
    """
)
_NOT_STAFF = {"you", "me", "myself", "yourself", "each", "us", "it", "that", "this"}
_MACHINES = {"robot", "machine", "computer", "bot", "ai", "recording", "automated", "chatbot"}
_DEALING = word_set("talk talking speak speaking deal dealing chat chatting share sharing")
_LIKING = {"prefer", "like", "love", "mind", "about", "rather"}
_AFTERTHOUGHTS = {"before", "if", "when", "until", "unless", "after", "did", "does", "would", "do"}


def wants_person(words: Words) -> bool:
    """Whether ``words``, an asserted clause, ask for a person or for a transfer."""
    negation = {"not", "why", "do"} if "why" in words else {"not"}
    plain = tuple(word for word in words if "not" not in words or word not in negation)
    return any(
        _talks_to(plain, at) or _put_through(plain, at) or _wants_role(plain, at)
        for at in range(len(plain))
    )


def names_role_alone(words: Words) -> bool:
    """Whether ``words`` only name a role: "Representative!", "a real person please"."""
    plain = [word for word in words if word not in _FILLERS | _KINDS | {"being", "member"}]
    asked = [word for word in words if word in _ROLES - _ANYONE - {"people"}]
    in_two = [pair for pair in pairwise(words) if pair in _ROLES_OF_TWO]
    return bool(asked or in_two) and _ROLES.union(*in_two).issuperset(plain)


def speaks_of_machine(words: Words) -> bool:
    """Whether ``words`` are about talking to a machine."""
    talks = not _DEALING.isdisjoint(words)
    return talks and not _MACHINES.isdisjoint(words)


def _talks_to(words: Words, at: int) -> bool:
    """Whether the word at ``at`` begins a request to talk to a person here."""
    liked = words[at] in {"talking", "speaking"} and not _LIKING.isdisjoint(words[at - 1 : at])
    if words[at] not in {"talk", "speak", "chat"} and not liked:
        return False
    after = [word for word in words[at + 1 : at + 4] if word not in {"directly", "again", "now"}]
    if after[:1] not in (["to"], ["with"]) or _is_not_a_request(words[:at]):
        return False
    if after[1:2] == ["me"]:
        return not _ANYONE.isdisjoint(words[:at])
    return not (after[1:] and (after[1] in _NOT_STAFF or _own_people(after[1:])))


def _is_not_a_request(before: Words) -> bool:
    """Whether it is "do I have to talk to…" or "I want you to talk to…"."""
    obliged = before[-4:-2] in {("do", "i"), ("will", "i")} and before[-1:] == ("to",)
    return obliged or before[-1:] == ("you",) or before[-2:] == ("you", "to")


def _own_people(whom: list[str]) -> bool:
    return whom[0] == "my" and not _FAMILY.isdisjoint(whom[1:])


def _put_through(words: Words, at: int) -> bool:
    """Whether the word at ``at`` begins a request to be put through or transferred."""
    verb, after = words[at], words[at + 1 : at + 5]
    if words[at - 1 : at] == ("you",) and words[at - 2 : at - 1] in {(w,) for w in _AFTERTHOUGHTS}:
        return words[at - 2] == "would" and _moves(verb, after)
    if verb == "transfer" and words[at - 1 : at] in {("a",), ("to",)} and after[:1] != ("my",):
        return words[at - 1] == "a" and _wanted(words[: at - 1])
    if verb in {"transferred", "connected"} or words[at : at + 2] == ("put", "through"):
        return words[at - 1 : at] == ("be",) and _wanted_to_be(words[: at - 1])
    return _moves(verb, after)


def _moves(verb: str, after: Words) -> bool:
    """Whether ``verb`` and the words after it move the call: "connect me", "put me through"."""
    me = after[:1] in {("me",), ("us",)}
    if verb in {"transfer", "connect"}:
        return me or after[:2] in {("my", "call"), ("the", "call"), ("this", "call")}
    if verb in {"put", "patch", "get"} and me:
        to_one = after[1:2] == ("with",) and not _ROLES.isdisjoint(after)
        return to_one or "through" in after or after[1:3] in {("on", "with"), ("on", "to")}
    if verb in {"pass", "hand"} and me:
        return after[1:2] in {("over",), ("on",), ("along",), ("to",), ("off",)}
    return False


def _wanted_to_be(before: Words) -> bool:
    return before[-1:] in {("to",), ("i",)} and before[-2:] not in {("have", "to"), ("going", "to")}


def _wants_role(words: Words, at: int) -> bool:
    """Whether the word at ``at`` names a role, and the words before it ask for one."""
    length = 2 if words[at : at + 2] in _ROLES_OF_TWO else 1
    if length == 1 and words[at] not in _ROLES:
        return False
    before = list(words[:at])
    while before and before[-1] in _KINDS:
        before.pop()
    if before and before[-1] in _DETERMINERS:
        before.pop()
    return _wanted(tuple(before)) and not _for_a_job(words[at + length :])


def _wanted(before: Words) -> bool:
    """Whether ``before`` asks for what follows it: "I need", "get me", "is there"."""
    last, last_two = before[-1:], before[-2:]
    if last in {("want",), ("need",), ("prefer",), ("reach",)}:
        return before[-2:-1] != ("you",)
    if last in {("have",), ("get",)}:
        return before[-3:-2] in {("can",), ("could",), ("may",), ("do",)} or last_two[:1] == ("to",)
    return last_two in {
        ("would", "like"),
        ("would", "love"),
        ("get", "me"),
        ("give", "me"),
        ("find", "me"),
        ("is", "there"),
        ("are", "there"),
        ("ask", "for"),
        ("asking", "for"),
        ("calling", "for"),
        ("looking", "for"),
        ("hold", "of"),
    }


def _for_a_job(after: Words) -> bool:
    """Whether the person is wanted for work, as in "to fix my roof", not on the telephone."""
    helps = {"talk", "speak", "chat", "help", "assist", "answer", "explain"}
    return after[:1] == ("to",) and after[1:2] != () and after[1] not in helps
