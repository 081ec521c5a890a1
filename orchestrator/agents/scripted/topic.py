"""What words are about: their stems, and the everyday concepts that these belong to."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import pairwise

from hookflash.domain.policy.speech.clauses import Clause, clauses
from hookflash.domain.policy.speech.tokens import memoized, word_set

_CONCEPTS: Mapping[str, frozenset[str]] = {
    concept: word_set(words)
    for concept, words in {
        "visit": "cita citas reservar reserva turno agendar appointment book booking schedule "
        "scheduling reservation reserve slot visit "
        "availability available opening reschedule rebook monday tuesday wednesday thursday "
        "friday saturday sunday tomorrow consultation session meeting",
        "teeth": "tooth teeth toothache cleaning checkup dentist dental hygienist crown filling "
        "braces gum cavity whitening",
        "health": "doctor nurse physician clinic medical sick pain hurt hurts fever vaccine "
        "symptom symptoms prescription refill checkup exam",
        "person": "person human somebody someone representative operator receptionist agent staff "
        "people anybody anyone manager",
        "money": "factura facturas pago pagar cobro cuenta bill billing invoice payment pay "
        "paid charge charged balance owe receipt refund "
        "statement overcharged",
        "price": "precio precios cuesta cuestan tarifa price prices pricing cost costs quote "
        "estimate fee fees rate rates expensive "
        "cheap much",
        "hours": "horario horarios abren abrimos cierran cerramos abierto cerrado open opening "
        "close closed closing hours time times",
        "place": "direcci\u00f3n ubicaci\u00f3n d\u00f3nde estacionamiento address directions "
        "located location parking park map find way drive",
        "urgent": "emergencia urgente urgencia emergency urgent urgently immediately flood "
        "flooded flooding burst fire asap "
        "bleeding accident",
        "water": "leak leaking leaks pipe pipes drain drains sink toilet faucet tap plumbing "
        "plumber water clogged blocked boiler heater shower",
        "repair": "repair fix fixed broken broke service maintenance replace damaged fault faulty",
        "car": "car vehicle truck brake brakes engine tire tires tyre oil mechanic tow towing "
        "transmission battery garage",
        "parts": "part parts accessory accessories spare tire tires tyre tyres "
        "battery brake brakes filter wiper",
        "food": "menu food order dish dishes takeaway takeout delivery dinner lunch eat vegan "
        "vegetarian pizza",
        "table": "table seat seats party reservation reserve dine",
        "tax": "tax taxes filing file return returns irs deduction deductions accountant",
        "law": "lawyer attorney legal case lawsuit sue sued divorce custody court contract injury",
        "insurance": "insurance insured coverage claim policy",
        "cancel": "cancel cancellation cancelling",
        "complaint": "complaint complain complaining unhappy angry upset dispute wrong mistake",
        "form": "form forms paperwork intake document documents upload",
        "progress": "status ready track tracking update progress",
        "home": "house home apartment flat rent rental lease tenant property viewing",
        "hair": "haircut hair barber stylist salon nails manicure color colour",
        "pet": "dog cat pet puppy kitten vet",
        "class": "class classes lesson lessons course membership gym yoga training",
    }.items()
}

_WORD_PAIRS = {
    ("get", "there"): "directions",
    ("find", "you"): "directions",
    ("come", "by"): "visit",
    ("come", "in"): "visit",
    ("how", "much"): "price",
}
"""Pairs of stop words that have a meaning together."""

PRESSING = frozenset({"~urgent", "~complaint", "~cancel"})
"""Concepts that are reasons to call, and so outweigh the subject of the call."""

_STOP_WORDS = word_set(
    """
    a an the this that these those it its is are was were be been being am do does did done have
    has had having can could will would shall should may might must not no yes yeah okay i me my
    mine we us our you your yours he him his she her they them their who whom what which when why
    how there here and or but if then else so because as at by for from in into of off on onto out
    over to up down with about after before again all any anything both each every few more most
    other some something such than too very just also now soon please thanks thank hi hello hey um
    uh well oh sorry like want wants wanted need needs needed know let tell ask asks asked asking
    say says get gets got give make take go going come look looking call calls calling called
    caller callers customer customers client clients patient patients guest guests line back
    help send sends sending sent text texts texting texted sms message messages link links
    transfer transfers transferring put through connect confirm received receive arrive arrived
    wish question questions thing things really today one two first once only whether unless until
    while still even good morning afternoon evening new day see think talk talking speak speaking
    chat offer provide asap wondering trying try interested regarding mention mentions mentioned
    el la los las un una unos unas de del en con por para que es son esta este soy somos hay mi
    su sus lo le les se si cuando quiere quieren quiero necesita necesito pide piden cliente
    clientes paciente pacientes persona hablar gracias hola puedo puede
    describe describes report reports seem seems sound sounds explain having use using way
    """
)


@memoized
def topics(words: str) -> frozenset[str]:
    """Return the stems of the content words, without those that the caller rejects."""
    meant = [word for part in clauses(words) if not _unwanted(part) for word in part.words]
    implied = {_WORD_PAIRS[pair] for pair in pairwise(meant) if pair in _WORD_PAIRS}
    return frozenset(map(stem, {*filter(_is_content_word, meant), *implied}))


@memoized
def features(words: str) -> frozenset[str]:
    """Return what ``words`` are about: stems, and concepts prefixed with ``~``."""
    stems = topics(words)
    return stems | {f"~{concept}" for concept in concepts(stems)}


@lru_cache(maxsize=4096)
def concepts(stems: frozenset[str]) -> frozenset[str]:
    """Return the concepts that ``stems`` belong to."""
    return frozenset(concept for one in stems for concept in _CONCEPTS_OF.get(one, ()))


def stem(word: str) -> str:
    """Strip common endings: ``scheduling`` and ``schedule`` have the same stem."""
    for ending, put in (("ies", "y"), ("ing", ""), ("ed", ""), ("es", "e"), ("s", "")):
        root = word.removesuffix(ending)
        if root != word and len(root) > _SHORTEST and not word.endswith("ss"):
            return _normalized_root(root + put)
    return _normalized_root(word)


_SHORTEST = 2


def _normalized_root(root: str) -> str:
    if len(root) > _SHORTEST + 1 and root[-1] == root[-2] and root[-1] not in "lsz":
        return root[:-1]
    return root.removesuffix("e") if len(root) > _SHORTEST + 1 else root


def _is_content_word(word: str) -> bool:
    return word not in _STOP_WORDS and not word.isdecimal()


def _unwanted(part: Clause) -> bool:
    """Whether a refused clause names what is not wanted; "not heating" is the very trouble."""
    wanting = {"want", "need", "like", "interested", "looking", "calling", "care", "to", "about"}
    return part.refused and (part.words[0] != "not" or not wanting.isdisjoint(part.words[1:3]))


def _by_stem(concepts_: Mapping[str, Iterable[str]]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for concept, words in concepts_.items():
        for word in words:
            found.setdefault(stem(word), set()).add(concept)
    return {one: frozenset(of) for one, of in found.items()}


_CONCEPTS_OF = _by_stem(_CONCEPTS)
