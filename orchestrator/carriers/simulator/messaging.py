"""A simulated carrier for texts, with a ledger of what it accepted."""

from hookflash.domain.call.effects import SendText
from hookflash.orchestrator.carriers.simulator.behaviour import TextBehaviour
from hookflash.orchestrator.carriers.simulator.simulator import Simulator
from hookflash.orchestrator.ports.answers import Accepted, Answer, Refused
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.ports.messaging import MessagingOffers, TextFound
from hookflash.orchestrator.ports.reports import TextStatus

REASONS = {
    "21211": "not a valid number",
    "21408": "texts to this region are not permitted",
    "21610": "the recipient has opted out",
    "30003": "the phone could not be reached",
    "30006": "a landline, or an unreachable carrier",
    "30007": "filtered by the carrier",
    "30032": "the toll-free number is not verified",
    "30034": "the number is not registered for A2P 10DLC",
    "30035": "the number's registration is pending",
}
"""The meaning of carriers' error codes."""
AT_ONCE = "2"
"""Codes with this prefix answer the request itself; others arrive later, as a status."""


class SimulatedMessaging(Simulator):
    """Accepts texts as their call's ``TextBehaviour`` says; reports to ``tell``."""

    offers = MessagingOffers(idempotent_seconds=0.0, can_search=True)

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._behaviour: dict[str, TextBehaviour] = {}
        self.taken: dict[str, SendText] = {}
        self._found: dict[str, TextFound] = {}

    def behave(self, call_id: str, behaviour: TextBehaviour) -> None:
        """Set the outcome of one call's texts."""
        self._behaviour[call_id] = behaviour

    def forget(self, call_id: str) -> None:
        """Forget a finished call."""
        self._behaviour.pop(call_id, None)
        for key in [key for key, text in self.taken.items() if text.call_id == call_id]:
            del self.taken[key]
            self._found.pop(key, None)

    async def send(self, request: SendText) -> Answer:
        """Accept a text; refuse the same key with another body."""
        key = request.effect_key
        behaviour = self._behaviour.get(request.call_id, TextBehaviour())
        if behaviour.outcome == "lost":
            await self._clock.sleep(3_600)
        if behaviour.code.startswith(AT_ONCE):
            return Refused(code=behaviour.code, reason=REASONS.get(behaviour.code, ""))
        before = self.taken.setdefault(key, request)
        if before.body != request.body:
            return Refused(code="409", reason="this key was used for another text")
        provider_id = f"sim-text-{key[:8]}"
        if key in self._found:
            return Accepted(provider_id=provider_id)
        self._found[key] = TextFound(provider_id=provider_id, status="accepted")
        self._start(self._deliver(request, behaviour))
        return Accepted(provider_id=provider_id)

    async def find(self, request: SendText) -> TextFound | None:
        """The text as it is now; None if it was never accepted."""
        return self._found.get(request.effect_key)

    async def _deliver(self, request: SendText, behaviour: TextBehaviour) -> None:
        if behaviour.code:
            await self._clock.sleep(1.5)
            status = "undelivered" if behaviour.outcome == "undelivered" else "failed"
            await self._report(request, status, behaviour.code)
            return
        await self._clock.sleep(0.5)
        await self._report(request, "sent")
        await self._clock.sleep(1.0)
        await self._report(request, "delivered")

    async def _report(self, request: SendText, status: str, code: str = "") -> None:
        found = {"status": status, "code": code, "reason": REASONS.get(code, "")}
        known = self._found[request.effect_key].provider_id
        self._found[request.effect_key] = TextFound.model_validate({"provider_id": known, **found})
        if self.tell is not None:
            report = {"effect_key": request.effect_key, "provider_id": known, **found}
            await self.tell(request.call_id, TextStatus.model_validate(report))
