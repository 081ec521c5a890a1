"""What must hold after a run, however it was disturbed. Each check yields the violations."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hookflash.domain.call.call import Call, Text
from hookflash.domain.call.effects import open_effects
from hookflash.domain.call.events import CallEvent
from hookflash.domain.event import Event
from hookflash.domain.idempotency import HEAR, command_id, message_id
from hookflash.orchestrator.integrity.verify import verify
from hookflash.orchestrator.log.store import Store
from hookflash.orchestrator.projection_runner import open_views
from hookflash.projections.database.engine import open_database
from tests.contract.projections.shelves import shelves
from tests.rig.callers import Acknowledged
from tests.rig.history import all_events, calls_in, unsettled
from tests.rig.ledger import Entry, read_ledger

NUMBER = "+14155550100"
NOT_SENT = ("cancelled", "refused")


@dataclass(frozen=True)
class Aftermath:
    """Everything that a run left behind."""

    url: str
    store: Store
    events: list[tuple[int, Event]]
    calls: dict[str, Call]
    ledger: list[Entry]
    acknowledged: Acknowledged

    def entries(self, what: str) -> list[Entry]:
        """Return the ledger's entries of one kind."""
        return [entry for entry in self.ledger if entry["what"] == what]


def aftermath(url: str, store: Store, ledger: Path, acknowledged: Acknowledged) -> Aftermath:
    """Read everything that a run left behind."""
    return Aftermath(
        url, store, all_events(store), calls_in(store), read_ledger(ledger), acknowledged
    )


def acknowledged_is_in_the_log(left: Aftermath) -> Iterator[str]:
    """Everything that was acknowledged is in the log."""
    causes = {event.cause for _, event in left.events}
    messages = {message_id(cause) for cause in causes}
    for provider_id, call in left.acknowledged.calls.items():
        if call not in left.calls:
            yield f"call {call} ({provider_id}) was acknowledged and is not there"
    for message, call in left.acknowledged.said.items():
        if command_id(HEAR, message) not in causes:
            yield f"what was heard as {message} on {call} is not there"
    for call in left.acknowledged.ended:
        if left.calls[call].state != "ended":
            yield f"{call} was ended and is {left.calls[call].state}"
    for entry in left.entries("reported"):
        if entry["type"] != "call.ended" and entry["message"] not in messages:
            yield f"report {entry['message']} ({entry['type']}) is not there"


def nothing_is_done_twice(left: Aftermath) -> Iterator[str]:
    """There is one text, ring, hand-over or voicemail per key."""
    for what, field in (
        ("text", "effect_key"),
        ("rung", "leg"),
        ("handed_over", "effect_key"),
        ("voicemail", "effect_key"),
    ):
        times = Counter(entry[field] for entry in left.entries(what))
        yield from (f"{what} {key}: {n} times" for key, n in times.items() if n > 1)


def nothing_is_left_open(left: Aftermath) -> Iterator[str]:
    """Every action is settled or flagged for review."""
    for call in left.calls.values():
        for effect in open_effects(call):
            yield f"{call.call_id}: {effect.kind} {effect.effect_key} is still to be done"
        for action in unsettled(call):
            yield f"{call.call_id}: {action.tool} {action.effect_key} is {action.effect}"


def texts_go_to_the_caller(left: Aftermath) -> Iterator[str]:
    """They go from the called number to the caller."""
    for entry in left.entries("text"):
        call = left.calls[entry["call_id"]]
        if (entry["recipient"], entry["sender"]) != (call.contact, NUMBER):
            yield f"text {entry['effect_key']} went from {entry['sender']} to {entry['recipient']}"


def log_and_ledger_agree(left: Aftermath) -> Iterator[str]:
    """Nothing is recorded as failed that was done, or as done that was not."""
    taken = {entry["effect_key"] for entry in left.entries("text")}
    for call in left.calls.values():
        for key, text in call.texts.items():
            if key in taken and text.status in NOT_SENT:
                yield f"{call.call_id}: text {key} was taken and is {text.status}"
            if key not in taken and _counts_as_taken(text):
                yield f"{call.call_id}: text {key} was never taken and is {text.status}"


def _counts_as_taken(text: Text) -> bool:
    return text.status in ("accepted", "sent", "delivered", "undelivered")


def no_phone_rings_on(left: Aftermath) -> Iterator[str]:
    """No phone rings; one that answered has the caller or was released."""
    last: dict[str, list[Entry]] = defaultdict(list)
    for entry in left.ledger:
        if entry["what"] in ("rung", "leg", "released"):
            last[entry["leg"]].append(entry)
    winners = {
        leg
        for call in left.calls.values()
        for transfer in call.transfers.values()
        for leg, state in transfer.legs.items()
        if state.status == "answered"
    }
    for leg, entries in last.items():
        latest = entries[-1]
        answered = latest["what"] == "leg" and latest["status"] == "answered"
        if latest["what"] == "rung" or latest.get("status") == "ringing":
            yield f"{leg} rings on"
        elif answered and leg not in winners:
            yield f"{leg} answered, does not have the caller, and was not let go"


def at_most_one_has_the_caller(left: Aftermath) -> Iterator[str]:
    """A transfer has at most one winner."""
    for call in left.calls.values():
        for transfer in call.transfers.values():
            won = [leg for leg, state in transfer.legs.items() if state.status == "answered"]
            if len(won) > 1:
                yield f"{call.call_id}: {' and '.join(won)} have the caller"


def agent_is_silent_once_it_left(left: Aftermath) -> Iterator[str]:
    """The agent says and does nothing after it has left."""
    gone: set[str] = set()
    for _, event in left.events:
        if not isinstance(event, CallEvent):
            continue
        if event.call_id in gone and event.by == "agent":
            yield f"{event.call_id}, {event.position}: {event.type} after the agent left"
        if event.type == "AgentLeft":
            gone.add(event.call_id)


def log_verifies_clean(left: Aftermath) -> Iterator[str]:
    """``verify`` finds nothing, including by deciding every command again."""
    engine = open_database(left.url)
    for finding in verify(left.store, engine).findings:
        yield f"{finding.stream}, {finding.position}: {finding.wrong}"
    engine.dispose()


def views_equal_a_rebuild(left: Aftermath) -> Iterator[str]:
    """The read models equal a rebuild."""
    views = open_views(left.url, left.store)
    views.catch_up()
    before = _rows(left.url)
    views.rebuild()
    views.close()
    for table, rows in _rows(left.url).items():
        if rows != before[table]:
            yield f"{table} differs from its rebuild in {len(rows ^ before[table])} rows"


def _rows(url: str) -> dict[str, set[str]]:
    engine = open_database(url)
    rows = {name: {*map(_in_order, some)} for name, some in shelves(engine).items()}
    engine.dispose()
    return rows


def _in_order(value: object) -> str:
    """A row as text: what a document says does not depend on the order of its keys."""
    if isinstance(value, dict):
        return repr(sorted((repr(key), _in_order(each)) for key, each in value.items()))
    if isinstance(value, list | tuple):
        return repr([_in_order(each) for each in value])
    return repr(value)


CHECKS: tuple[Callable[[Aftermath], Iterator[str]], ...] = (
    acknowledged_is_in_the_log,
    nothing_is_done_twice,
    nothing_is_left_open,
    texts_go_to_the_caller,
    log_and_ledger_agree,
    no_phone_rings_on,
    at_most_one_has_the_caller,
    agent_is_silent_once_it_left,
    log_verifies_clean,
    views_equal_a_rebuild,
)
