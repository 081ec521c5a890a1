"""What one stand-in holds: the account, its legs, texts and recordings, and its phones."""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from tests.twilio.account import Account
from tests.twilio.faults import Faults
from tests.twilio.ledger import Ledger
from tests.twilio.leg import OVER, Leg, Progress
from tests.twilio.parties import Phones
from tests.twilio.progress import tell_progress
from tests.twilio.records import Conference, Message, Recording, Transcription
from tests.twilio.sids import Sids
from tests.twilio.tasks import Tasks
from tests.twilio.webhooks import Webhooks


class Closed(Protocol):
    """A resource that may be forgotten once it is over."""

    @property
    def over(self) -> bool:
        """Whether nothing more happens to it."""
        ...


C = TypeVar("C", bound=Closed)


class World:
    """The state of a stand-in; ``base`` is its own address."""

    def __init__(self, account: Account, begun: float) -> None:
        self.account = account
        self.base = ""
        self.ledger = Ledger(begun)
        self.sids = Sids(account.seed)
        self.faults = Faults(account.seed)
        self.tasks = Tasks()
        self.webhooks = Webhooks(account, self.ledger, self.faults, self.sids, self.tasks)
        self.phones = Phones()
        self.legs: dict[str, Leg] = {}
        self.messages: dict[str, Message] = {}
        self.recordings: dict[str, Recording] = {}
        self.transcriptions: dict[str, Transcription] = {}
        self.conferences: dict[str, Conference] = {}
        self.text_errors: dict[str, int] = {}
        self.opted_out: set[tuple[str, str]] = set()

    def now(self) -> float:
        """Unix time in seconds."""
        return self.ledger.now()

    async def close(self) -> None:
        """End everything that runs."""
        await self.tasks.close()
        await self.webhooks.close()

    def new_leg(self, direction: str, from_: str, to: str, **facts: Any) -> Leg:
        """Add a leg."""
        leg = Leg(self.sids.new("CA"), direction, from_, to, self.ledger, **facts)
        keep(self.legs, leg.sid, leg, self.account.largest_memory)
        leg.gone.add_done_callback(self._end(leg))
        told = {"direction": direction, "from": from_, "to": to, "parent": leg.parent}
        self.ledger.write("leg", call=leg.sid, **told)
        return leg

    def move(self, leg: Leg, status: str) -> None:
        """Give ``leg`` a status, and tell the host if it asked."""
        leg.status = status
        leg.updated = self.now()
        if status == "in-progress":
            leg.answered = self.now()
            leg.picked_up.set()
        if status in OVER:
            leg.ended = self.now()
        self.ledger.write("status", call=leg.sid, far=leg.far, status=status)
        tell_progress(leg, self.account.sid, self.webhooks, self.now())

    def _end(self, leg: Leg) -> Callable[[Any], None]:
        def ended(_: object) -> None:
            if not leg.over:
                why = leg.gone.result()
                early = why if why in OVER else "canceled"
                self.move(leg, "completed" if leg.answered is not None else early)

        return ended

    def follow(self, leg: Leg, url: str, events: str, method: str) -> None:
        """Let the host follow ``leg``: ``events`` are named as TwiML names them."""
        named = tuple(events.split()) or ("completed",)
        leg.progress = Progress(url, named, method or "POST")


def keep(known: dict[str, C], sid: str, one: C, largest: int) -> None:
    """Add ``one``, and forget the oldest that is over if there are too many."""
    known[sid] = one
    if len(known) > largest:
        for old, each in list(known.items())[: len(known) - largest + 100]:
            if each.over:
                del known[old]
