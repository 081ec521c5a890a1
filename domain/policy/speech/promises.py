"""What an agent's words claim to be done on the call, in English and Spanish.

Only what Hookflash carries out is read: texts, transfers, opting out of texts, stopping the
recording and hanging up. An agent may book an appointment with a tool of its own, of which
Hookflash knows nothing; such claims are not read.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate, chain, pairwise
from typing import Final, Literal, NamedTuple, cast

from hookflash.domain.policy.speech.english import promises as english
from hookflash.domain.policy.speech.promised import Promised, TakenBack
from hookflash.domain.policy.speech.sentences import Grammar, sentences
from hookflash.domain.policy.speech.spanish import promises as spanish
from hookflash.domain.policy.speech.tokens import memoized, word_set

Claimed = Literal["text", "transfer", "recording", "opt_out", "hang_up"]
Tense = Literal["done", "arrived", "now", "announced"]


class Claim(NamedTuple):
    """The agent says that it acts, has acted or is about to; ``quote`` is the sentence."""

    action: Claimed
    tense: Tense
    quote: str


_MENTIONS: Final = re.compile(
    r"\b(?:texts?|texting|texted|links?|messages?|sms|send|sent|sending|resent|resend|"
    r"mensajes?|mensajito|textos?|enlaces?|liga|envi\w+|mand\w+)\b"
)
_ADMITS: Final = re.compile(
    r"\b(?:sorry|afraid|unfortunately|not|unable|trouble|issue|fail\w*|error|already|blocked|"
    r"refused|(?<!no )problem|siento|no (?:se|le|lo|pud\w+|es)|desafortunad\w+|"
    r"lamentablemente|ya)\b"
)


@memoized
def mentions_text(words: str) -> bool:
    """Whether an agent's ``words`` speak of a text or of something that is sent. Never raises."""
    return any(_MENTIONS.search(sentence.words) for sentence in sentences(words))


@memoized
def admits_failure(words: str) -> bool:
    """Whether an agent's ``words`` may tell that something did not work. Never raises."""
    return any(_ADMITS.search(sentence.words) for sentence in sentences(words))


class _Language(NamedTuple):
    """The grammars of a language; ``fillers`` are left out first."""

    promises: Grammar[Promised]
    around: Grammar[TakenBack]
    fillers: re.Pattern[str]
    spellings: dict[str, str]

    def read(self, words: str) -> str:
        """``words`` as the grammars read them."""
        agreed = unicodedata.normalize("NFC", words).replace("S\u00ed", "claro")
        named = _NAME.sub(_as_person, agreed.replace("s\u00ed", "claro"))
        plain = " ".join(sentence.words for sentence in sentences(named))
        for heard, spelled in self.spellings.items():
            plain = re.sub(rf"(?<!\S){heard}(?!\S)", spelled, plain)
        return " ".join(self.fillers.sub("", plain).split())


def _language(
    promises: dict[Promised, str],
    around: dict[TakenBack, str],
    fillers: str,
    spellings: dict[str, str],
) -> _Language:
    left_out = re.compile(rf"(?<!\S)(?:{fillers})(?= |$) ?")
    return _Language(Grammar(promises), Grammar(around), left_out, spellings)


_LANGUAGES: Final = (
    _language(english.PROMISES, english.AROUND, english.FILLERS, english.SPELLINGS),
    _language(spanish.PROMISES, spanish.AROUND, spanish.FILLERS, spanish.SPELLINGS),
)
_SIGNS: Final = re.compile(
    r"tex|messag|mensaj|sms|sen[dt]|resen[dt]|shoot|shot|drop|forward|shar|fire|ping|link|enlace|"
    r"transf|connect|put|patch|redirect|rout|hand|pass|switch|mov|get|got|bring|grab|with you|"
    r"record|grabaci|remov|taken|took|unsubscri|opted|receiv|hang|end|disconnect|terminat|"
    r"comuni|conect|paso|pasa|enlaz|deriv|traslad|envi|mand|recib|llega|colgar|check|should|will|"
    r"ring|dial|calling|buzz|page|expect|look|watch|pop|bounc|shift|bump|way|deliver|push|beam|zap|"
    r"stick|stuck|loop|pull|fetch|find|direct|going|next|let you go|tried|"
    r"coming|speak|talk|chat|hold |stay|wait|take over|take it|have |off| in your| out"
)
"""Part of every phrase: a sentence without any is not read further."""
_SENTENCE: Final = re.compile(r"[^.!?;\n\u2026\u061f]+[.!?;\n\u2026\u061f\"\u201d]*")
_QUOTED: Final = re.compile(r"\"[^\"]*\"|\u201c[^\u201d]*\u201d|\u00ab[^\u00bb]*\u00bb")
_COMMA: Final = re.compile(r"[,:\u2014\u2013()-](?=\s)|\s[-\u2014\u2013]\s|[\u2014\u2013]")
_BREAK: Final = re.compile(r"(?<!\S)(?:so|but|anyway|instead|pero|porque) ")
_CONDITION: Final = re.compile(
    r"\b(?:if|whether|when|whenever|once|until|till|unless|after|provided|as soon|in case|"
    r"as long|assuming|only if|before|"
    r"si|cuando|en cuanto|una vez|hasta|despues|antes|mientras no|apenas)\b"
)
_BARE: Final = re.compile(r"(?:(?!i |we |you |your |the |this |while |as )\S+ ){0,3}?\S+ing ")
"""A phrase without a subject: "transferring you" may be the subject itself."""
_PREDICATE: Final = re.compile(r"\b(?:is|was|would|will|may|might|requires?|takes?|can|has)\b")
_BY_TEXT: Final = re.compile(r"\b(?:text|texts|texting|texted|sms|mensaje|texto)\b")
_OTHERWISE: Final = re.compile(rf"\b(?:{english.NOT_TEXTS})\b")
_TO: Final = re.compile(
    r".*\b(?:message|text|texts|sms|it|that|this|them|info|information|details|request|confirmation|"
    r"sent|forms?|texted)(?: over| out| off| along| across| through)? to (?P<whom>.*)"
)
_CALLER: Final = re.compile(
    rf"(?:you\b|your (?:{english.PHONE})|this number|the number|confirm|help|let|show|remind|book|"
    r"schedule|pay|sign|view|open|make|get|start|verify|reset|complete|fill|use|see|track|download)"
)
"""After "to": the caller, or what the text is for."""
_NAME: Final = re.compile(
    r"(?<=[\w,] )(?:(?:Dr|Mr|Mrs|Ms)\b\.? )?"
    r"(?!(?:I|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|SMS|URL|Text|Link)(?:day)?\b|I['\u2019])"
    r"[A-Z\u00c1\u00c9\u00cd\u00d3\u00da\u00d1]\w+(?:['\u2019]s)?"
    r"(?: [A-Z\u00c1\u00c9\u00cd\u00d3\u00da\u00d1]\w+(?:['\u2019]s)?)*"
)
"""A name within a sentence is that of a person."""
_TWO_OBJECTS: Final = re.compile(
    r"\b(?:the|an?|our|my|some|that|this) (?!(?:to|in|into|over|on|with|by|from|at) )\S+ "
    r"(?:your|an?|the|my|our|some) "
)
_AHEAD, _BEHIND = 40, 25
"""Words that are read behind the clause of a phrase, and in front of the phrase."""
_ORDER: Final = [*Promised]
_ASKS: Final = word_set(
    """
    do does did have has is are was were am can could would will shall should may might what when
    where which who how why want quiere desea puedo podria le les te lo la se prefiere
    """
)
"""How a question begins; what is claimed in front of one is claimed all the same."""


@memoized
def claims(words: str) -> tuple[Claim, ...]:
    """What an agent's ``words`` claim, in order. Never raises.

    Offers, questions, conditions, denials, reports, and what is over or to come later claim
    nothing.
    """
    bare = _QUOTED.sub(" ", words)
    read = bare if sentences(bare) else words
    return tuple(claim for sentence in _SENTENCE.findall(read) for claim in _claims(sentence))


def _as_person(name: re.Match[str]) -> str:
    return "someone's" if name[0].endswith(("'s", "\u2019s")) else "someone"


def _claims(sentence: str) -> Iterator[Claim]:
    """At most one claim of each action: the first tense in the order of :class:`Promised`."""
    asks = sentence.rstrip('"\u201d').endswith(("?", "\u061f"))
    found = {
        promised for language in _LANGUAGES for promised in _promised(sentence, language, asks)
    }
    actions: dict[str, str] = {}
    for promised in sorted(found, key=_ORDER.index):
        actions.setdefault(promised.action, promised.tense)
    for action, tense in actions.items():
        yield Claim(cast("Claimed", action), cast("Tense", tense), sentence.strip())


def _promised(sentence: str, language: _Language, asks: bool) -> Iterator[Promised]:  # noqa: FBT001
    """The phrases in ``sentence`` that nothing around them takes back."""
    clauses = [read.split() for part in _COMMA.split(sentence) if (read := language.read(part))]
    words = list(chain.from_iterable(clauses))
    if not _SIGNS.search(" ".join(words)):
        return
    for first, last in pairwise(accumulate(map(len, clauses), initial=0)):
        ahead = " ".join(words[first : last + _AHEAD])
        for match in language.promises.find(ahead):
            begins = first + len(match.before.split())
            if begins < last:
                phrase = _Phrase(match.kind, match.words, words, begins, clauses)
                if not (asks and _is_asked(phrase)) and not _is_taken_back(phrase, language):
                    yield match.kind


class _Phrase(NamedTuple):
    """A phrase that begins at the word number ``begins`` of a sentence with these clauses."""

    kind: Promised
    said: str
    words: list[str]
    begins: int
    clauses: list[list[str]]

    @property
    def before(self) -> str:
        """The words in front of it."""
        return " ".join(self.words[max(self.begins - _BEHIND, 0) : self.begins])

    @property
    def after(self) -> str:
        """The rest of the clause behind it, or a condition that follows it."""
        end = self.begins + len(self.said.split())
        stops = [*accumulate(map(len, self.clauses))]
        own = bisect_left(stops, end)
        if rest := self.words[end : stops[own]]:
            return " ".join(rest[:_AHEAD])
        following = " ".join(word for clause in self.clauses[own + 1 : own + 2] for word in clause)
        return following if _CONDITION.match(following) else ""


def _is_asked(phrase: _Phrase) -> bool:
    """Whether the question is about the phrase, and does not only follow it."""
    if phrase.kind.tense == "announced":
        return True
    return not _ASKS.isdisjoint(phrase.words[: min(phrase.begins, 2)]) or (
        phrase.said.split()[0] in _ASKS
    )


def _is_taken_back(phrase: _Phrase, language: _Language) -> bool:
    after = phrase.after
    if _BARE.match(phrase.said) and _PREDICATE.search(after):
        return True
    before = _BREAK.split(f"{phrase.before} ")[-1].strip()
    around = {found.kind for found in language.around.find(f"{before} < {phrase.said} > {after}")}
    if phrase.kind.tense in ("done", "arrived") and not _CONDITION.search(f"{before} "):
        around.discard(TakenBack.SUPPOSED)
    return bool(around) or (phrase.kind.action == "text" and _goes_elsewhere(phrase, after))


def _goes_elsewhere(phrase: _Phrase, after: str) -> bool:
    """Whether what is sent goes to another person, or another way than by text."""
    words, before = phrase.said, " ".join(phrase.before.split()[-3:])
    if not _BY_TEXT.search(words) and _OTHERWISE.search(f"{before} {words} {after}"):
        return True
    if _TWO_OBJECTS.search(words):
        return True
    to = _TO.match(f"{words} {after}")
    return to is not None and not _CALLER.match(to["whom"])
