"""The words by which conditions are recognised, in English and Spanish."""

import re
from itertools import pairwise
from typing import Final

from hookflash.domain.policy.speech.tokens import word_set
from hookflash.orchestrator.agents.scripted.topic import topics

WHEN: Final = re.compile(
    r"\b(?:(?:only|but|and)\s+)?(?<!even\s)(?:unless|except\s+(?:if|when|for|to)|if|when|whenever|"
    r"once|until|only\s+(?:to|for|with)|in\s+case(?:\s+of)?|in(?=\s+an?\s+emergency)|"
    r"as\s+soon\s+as|after(?!\s+(?:that|this)\b|wards)|(?<!\w\s)should(?=\s+the)|"
    r"(?:s[o\u00f3]lo\s+)?(?:si|cuando)(?!\s+no\W)|(?:s[o\u00f3]lo\s+)(?:a|para)|"
    r"(?:a\s+menos|salvo|excepto)\s+que|hasta\s+que|"
    r"en\s+caso\s+de(?:\s+que)?|una\s+vez\s+que)\b",
    re.IGNORECASE,
)
FOR: Final = re.compile(
    r"^\W*(?:for|para)(?=\s+(?!now\b|example|instance|their|your|reference|a(?:ny|ll)|everything))"
    r"[^,:]+?(?=,|:|\s*$)",
    re.IGNORECASE,
)
SUBJECT: Final = re.compile(r"^\s*(?:someone|somebody|anyone|anybody|alguien)\b", re.IGNORECASE)
ASKING: Final = re.compile(
    r"\b(?:ask|asks|know|wonder|check|whether|find\s+out|see|tell|sure|say|confirm|"
    r"pregunta|preg\u00fantale|confirma|averigua|dile)\b",
    re.IGNORECASE,
)
"""Before "if" or "when", these words make it a question to ask, not a condition."""
_ORDER: Final = (
    r"(?:please|let|tell|ask|say|send|text|offer|use|then|inform|explain|apologi[sz]e|transfer|"
    r"connect|put|get|find|collect|take|confirm|greet|thank|do|don['\u2019]t|never|just|also|you|"
    r"immediately|first|go|always|make|give|try|we|env[i\u00ed]a\w*|manda\w*|transf\w+|pasa\w*|"
    r"dile|pregunta\w*|ofrece\w*|no|nunca)"
)
END: Final = re.compile(
    rf":|\s[-\u2013]\s|\u2014|\bthen\b|\bentonces\b|,\s*(?:{_ORDER}\b|$)|"
    r"\b(?:text|send|transfer|tell|let|offer|ask|connect|put)\s+(?:them|him|her|the\s+caller)\b",
    re.IGNORECASE,
)
UNLESS: Final = re.compile(r"(?:unless|except|until|a\s+menos|salvo|excepto|hasta)", re.IGNORECASE)
SEQUENCE: Final = re.compile(r"(?:once|after|as\s+soon\s+as|una\s+vez)", re.IGNORECASE)
WAIT: Final = re.compile(r"\b(?:wait|hold\s+off|not|espera)\s*$", re.IGNORECASE)
AS_NEEDED: Final = word_set(
    "needed necessary appropriate possible required relevant asked requested necesario"
)
TIMED: Final = re.compile(
    r"^\W*(?:only\s+|but\s+only\s+)?"
    r"(?:on|during|outside(?:\s+of)?|between|before|at|durante|fuera\s+de)"
    r"\s+(?:\w+\s+){0,2}?(?:weekends?|weekdays?|\w+days?|holidays?|\w+\s+hours|night|noon|"
    r"lunch\w*|\d{1,2}\b[^,.;:]*|horario[^,.;:]*|fines\s+de\s+semana)",
    re.IGNORECASE,
)
"""A time of day or week, which the agent does not know."""
_DONE: Final = re.compile(
    r"\b(?:you(?:\s+have|['\u2019]ve|\s+know|\s+get)|they\s+(?:have\s+|['\u2019]ve\s+)?"
    r"(?:give|gave|given|tell|told|answer|answered|provide|provided|confirm|confirmed|say|said)|"
    r"asking|greeting|collecting|taking|confirming)\b",
    re.IGNORECASE,
)
"""What the agent has done by the time that it comes to a step."""
_WORLD: Final = re.compile(
    r"^\W*(?:you|i|it(?:\s+is|['\u2019]s)?|llueve|today|tomorrow|the\s+(?:weather|time|date|day|"
    r"office|store|"
    r"shop|clinic|business|lines?)|we(?:\s+are|['\u2019]re)?|our\s+\w+|during|outside|on|es|hoy|"
    r"est\u00e1|estamos|la\s+(?:oficina|tienda|cl\u00ednica))\b",
    re.IGNORECASE,
)
_TIME: Final = re.compile(
    r"\b(?:closed?|open|late|early|night|evening|morning|weekends?|weekdays?|holidays?|hours|noon|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|after|before|past|rain\w*|snow\w*|sunny|cold|"
    r"hot|busy|full|\d{1,2}(?::\d\d)?\s*(?:a\.?m|p\.?m|o.clock)?|cerrad[oa]s?|abiert[oa]s?|tarde|"
    r"noche|llueve|lloviendo|fin\s+de\s+semana)\b",
    re.IGNORECASE,
)
NEW: Final = re.compile(
    r"(?:\bnot|n['\u2019]t)\s+(?:yet\s+)?(?:an?\s+)?(?:existing\s+|current\s+)?(?:customer|client|"
    r"patient|member)s?\b|"
    r"\b(?:new|first[\s-]time|nuev[oa]s?)\s+(?:caller|customer|client|patient|guest|member|here|"
    r"cliente|paciente)s?\b|\b(?:is|are|they're|they\u2019re|es|son)\s+(?:new|nuev[oa]s?)\b|"
    r"\b(?:cliente|paciente)s?\s+nuev[oa]s?\b|\bfirst\s+(?:visit|appointment|call)\b|"
    r"\b(?:never|not)\s+been\s+(?:here|to\s+us|seen)\b",
    re.IGNORECASE,
)
EXISTING: Final = re.compile(
    r"\b(?:existing|current|returning|regular|established|registered|existentes?|actual(?:es)?)\s+"
    r"(?:caller|customer|client|patient|guest|member|cliente|paciente)s?\b|"
    r"\b(?:cliente|paciente)s?\s+(?:existente|actual|habitual)(?:es|s)?\b|"
    r"\balready\s+(?:an?\s+)?(?:customer|client|patient|member)s?\b|"
    r"\b(?:is|are)\s+(?:an?\s+)?(?:customer|client|patient|member)s?\b|"
    r"\bbeen\s+(?:here|with\s+us|seen)\s+before\b|"
    r"\b(?:is|are)\s+(?:existing|returning)\b|\bya\s+(?:es|son)\s+(?:cliente|paciente)s?\b",
    re.IGNORECASE,
)

TEXT: Final = word_set("text link message sms mensaje enlace")
REACHED: Final = word_set("receive received arrive arrived got get come came through delivered")
OPENED: Final = word_set("work works open opens opening see have fail fails failed use")
FAILS: Final = word_set(
    "not never fail fails failed cannot unable trouble problem problems missing"
)
_DECLINES: Final = word_set("decline declines declined refuse refuses refused rechaza")
_NOBODY: Final = word_set("nobody unavailable nadie")
_DECLINING: Final = (
    ("say", "no"),
    ("says", "no"),
    ("dice", "no"),
    ("rather", "not"),
    ("no", "one"),
    ("not", "available"),
    ("not", "interested"),
    ("no", "answer"),
)
_WAITING: Final = word_set("wait hold transferred transfer talk speak that")
_WAS: Final = word_set("is was were been got")
AGREES: Final = word_set(
    "agree agrees agreed ok okay yes confirm confirms confirmed accept accepts ready acepta s\u00ed"
)
MORE: Final = word_set("else more further still other anything another m\u00e1s")
HELP: Final = word_set("help question questions assistance anything something ayuda")
_PERSON: Final = word_set(
    "person human somebody someone anybody representative operator receptionist staff manager "
    "transferred persona humano alguien representante agente gerente"
)
_ASKS: Final = word_set(
    "ask asks asked asking want wants request requests requested insist insists prefer prefers "
    "need needs like demands pide piden quiere quieren solicita solicitan necesita necesitan "
    "insiste"
)
_SPEAK_TO: Final = re.compile(
    r"\b(?:talk|speak)(?:ing)?\b(?! about)|\ba transfer\b|\bhablar con (?:una|alguien|un)\b"
)
_FOR_A_JOB: Final = re.compile(r"\b(?:some|any)(?:one|body) to (?!talk|speak|help)")
THEY: Final = word_set(
    "the a caller customer client patient guest they he she to if ask asks asked requests request "
    "requested insists insist wants want would like it for this that on explicitly one them "
    "twice again times three repeatedly insistently first do does el la lo cliente paciente pida "
    "pidan pide piden quiera quieran quiere quieren insista insistan insiste solicite soliciten "
    "solicita solicitan que se"
)


def wants_person(words: tuple[str, ...]) -> bool:
    """Whether the condition is that the caller asks for a person."""
    said, text = frozenset(words), " ".join(words)
    asks = not said.isdisjoint(_PERSON) and not said.isdisjoint(_ASKS)
    return bool(_SPEAK_TO.search(text)) or (asks and not _FOR_A_JOB.search(text))


def declines(words: tuple[str, ...]) -> bool:
    """Whether the condition is that the caller declines, or that no one is available."""
    said = frozenset(words)
    pairs = set(pairwise(words))
    unwilling = ("not", "want") in pairs or ("not", "like") in pairs
    return (
        (not said.isdisjoint(_DECLINES) and said.isdisjoint(_WAS))
        or not said.isdisjoint(_NOBODY)
        or not pairs.isdisjoint(_DECLINING)
        or (unwilling and not said.isdisjoint(_WAITING))
    )


def is_done(text: str) -> bool:
    """Whether the condition is something that the agent has done before it comes to the step."""
    return bool(_DONE.search(text))


def is_about_the_world(text: str) -> bool:
    """Whether the condition is about the time, the weather or the office, not the caller."""
    opens = _WORLD.match(text)
    agent = opens and opens[0].strip().casefold() in ("you", "i", "llueve")
    return bool(opens and (agent or _TIME.search(text))) or not topics(text)


def is_time(text: str) -> bool:
    """Whether ``text`` is a time of day: "5 pm"."""
    return bool(_TIME.match(text.strip()))
