"""The ports of a carrier that a workspace configured, as the runtime uses them.

They stay the same objects while settings and secrets change: the adapter is taken from the book for
each request. What an adapter answers is recorded, so secrets are taken out of its reasons.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Final

from hookflash.domain.call.effects import (
    DiscardRecording,
    FetchRecording,
    FindCall,
    FindLegs,
    HandOver,
    HangUp,
    PlayVoicemail,
    ReleasePhone,
    RingPhones,
    SendText,
    Speech,
    StopRecording,
    StopSpeaking,
)
from hookflash.orchestrator.configured_carriers.carrier_book import CarrierBook
from hookflash.orchestrator.ports.answers import Accepted, Answer, NotTaken, Refused, Unknown
from hookflash.orchestrator.ports.carriers import Carrier, CarrierUnavailable
from hookflash.orchestrator.ports.messaging import Messaging, MessagingOffers, TextFound
from hookflash.orchestrator.ports.recordings import (
    Discarded,
    DiscardsRecordings,
    Fetched,
    Recordings,
    Sound,
)
from hookflash.orchestrator.ports.telephony import CallFound, LegFound, Telephony, TelephonyOffers
from hookflash.orchestrator.telemetry.masking import without_secrets

UNAVAILABLE: Final = "carrier_unavailable"
"""The code of a request that no carrier can take. Stored: never reword."""


class _Lender:
    """Lends the adapter of one carrier."""

    def __init__(self, book: CarrierBook, workspace: str, ref: str) -> None:
        self._book = book
        self._workspace = workspace
        self._ref = ref

    @asynccontextmanager
    async def _carrier(self) -> AsyncIterator[Carrier]:
        async with self._book.use(self._workspace, self._ref) as carrier:
            yield carrier

    async def _answered(self, ask: Callable[[Carrier], Awaitable[Answer]]) -> Answer:
        try:
            async with self._carrier() as carrier:
                return _clean(await ask(carrier))
        except CarrierUnavailable as error:
            return _not_taken(error)


class ConfiguredTelephony(_Lender):
    """Telephony through a configured carrier."""

    @property
    def offers(self) -> TelephonyOffers:
        """What it can do; its name is the one that calls record."""
        offers = self._book.offers(self._workspace, self._ref).telephony
        return offers.model_copy(update={"carrier": self._ref})

    @asynccontextmanager
    async def _port(self) -> AsyncIterator[Telephony]:
        async with self._carrier() as carrier:
            yield _telephony(carrier)

    async def say(self, speech: Speech) -> None:
        """See ``Telephony``, as for all of these."""
        async with self._port() as port:
            await port.say(speech)

    async def stop_speaking(self, request: StopSpeaking) -> None:
        """Stop the speech."""
        async with self._port() as port:
            await port.stop_speaking(request)

    async def ring(self, request: RingPhones) -> Answer:
        """Ring all legs."""
        return await self._answered(lambda carrier: _telephony(carrier).ring(request))

    async def hand_over(self, request: HandOver) -> Answer:
        """Hand the call over."""
        return await self._answered(lambda carrier: _telephony(carrier).hand_over(request))

    async def release(self, request: ReleasePhone) -> None:
        """Stop one phone."""
        async with self._port() as port:
            await port.release(request)

    async def play_voicemail(self, request: PlayVoicemail) -> Answer:
        """Play the greeting, then record."""
        return await self._answered(lambda carrier: _telephony(carrier).play_voicemail(request))

    async def hang_up(self, request: HangUp) -> None:
        """End the call."""
        async with self._port() as port:
            await port.hang_up(request)

    async def stop_recording(self, request: StopRecording) -> None:
        """Stop recording."""
        async with self._port() as port:
            await port.stop_recording(request)

    async def find_legs(self, request: FindLegs) -> Sequence[LegFound]:
        """Look up the phones of a transfer."""
        async with self._port() as port:
            return await port.find_legs(request)

    async def find_call(self, request: FindCall) -> CallFound:
        """Look up a call."""
        async with self._port() as port:
            return await port.find_call(request)


class ConfiguredMessaging(_Lender):
    """Messaging through a configured carrier."""

    @property
    def offers(self) -> MessagingOffers:
        """What it can do."""
        return self._book.offers(self._workspace, self._ref).messaging

    async def send(self, request: SendText) -> Answer:
        """Send one text."""
        return await self._answered(lambda carrier: _messaging(carrier).send(request))

    async def find(self, request: SendText) -> TextFound | None:
        """Look a text up."""
        async with self._carrier() as carrier:
            found = await _messaging(carrier).find(request)
        if found is None:
            return None
        return found.model_copy(update={"reason": without_secrets(found.reason)})


class ConfiguredRecordings(_Lender):
    """Recordings of a configured carrier."""

    @asynccontextmanager
    async def fetch(self, request: FetchRecording) -> AsyncIterator[Fetched]:
        """Open a recording."""
        async with AsyncExitStack() as stack:
            try:
                carrier = await stack.enter_async_context(self._carrier())
                opening = _recordings(carrier).fetch(request)
                fetched = await stack.enter_async_context(opening)
            except CarrierUnavailable as error:
                fetched = _not_taken(error)
            yield fetched if isinstance(fetched, Sound) else _clean_fetched(fetched)

    async def discard(self, request: DiscardRecording) -> Discarded:
        """Have the carrier delete its copy."""
        try:
            async with self._carrier() as carrier:
                port = _recordings(carrier)
                if not isinstance(port, DiscardsRecordings):
                    return Refused(code="not_offered", reason="the carrier deletes no recordings")
                return _clean(await port.discard(request))
        except CarrierUnavailable as error:
            return _not_taken(error)


class ConfiguredPorts:
    """The ports of every configured carrier; see ``ConfiguredCarriers``."""

    def __init__(self, book: CarrierBook) -> None:
        self.book = book

    def serves(self, carrier: str) -> bool:
        """Whether this process knows the carrier's kind."""
        return self.book.serves(carrier)

    def telephony(self, workspace: str, carrier: str) -> Telephony:
        """Its telephony."""
        return ConfiguredTelephony(self.book, workspace, carrier)

    def messaging(self, workspace: str, carrier: str) -> Messaging:
        """Its messaging."""
        return ConfiguredMessaging(self.book, workspace, carrier)

    def recordings(self, workspace: str, carrier: str) -> Recordings:
        """Its recordings."""
        return ConfiguredRecordings(self.book, workspace, carrier)

    async def prepare(self, workspace: str, carrier: str) -> None:
        """Read what its offers depend on."""
        await self.book.prepare(workspace, carrier)


def _telephony(carrier: Carrier) -> Telephony:
    if carrier.telephony is None:
        raise CarrierUnavailable("it has no telephony", final=True)
    return carrier.telephony


def _messaging(carrier: Carrier) -> Messaging:
    if carrier.messaging is None:
        raise CarrierUnavailable("it sends no texts", final=True)
    return carrier.messaging


def _recordings(carrier: Carrier) -> Recordings:
    if carrier.recordings is None:
        raise CarrierUnavailable("it keeps no recordings", final=True)
    return carrier.recordings


def _not_taken(error: CarrierUnavailable) -> NotTaken | Refused:
    """Nothing was asked of any carrier."""
    if error.final:
        return Refused(code=UNAVAILABLE, reason=error.reason)
    return NotTaken(reason=error.reason)


def _clean(answer: Answer) -> Answer:
    if isinstance(answer, Accepted):
        return answer
    return _clean_fetched(answer)


def _clean_fetched(answer: NotTaken | Refused | Unknown) -> NotTaken | Refused | Unknown:
    return answer.model_copy(update={"reason": without_secrets(answer.reason)})
