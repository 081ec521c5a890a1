"""The exchange of one carrier: which tabs are open, and what calls and rings on them."""

from collections import deque
from collections.abc import Iterator
from typing import Final

from hookflash.domain.call.call import Call
from hookflash.domain.call.effects import HandOver, RingPhones
from hookflash.domain.call.events.transfers import Leg
from hookflash.orchestrator.carriers.browser.core import Core
from hookflash.orchestrator.carriers.browser.live_call import LiveCall, Mode
from hookflash.orchestrator.carriers.browser.messages import OpenCall, OpenPhone
from hookflash.orchestrator.carriers.browser.phone import PhoneTab, RingingLeg
from hookflash.orchestrator.carriers.browser.recordings import BrowserRecordings
from hookflash.orchestrator.carriers.browser.tab import Tab
from hookflash.orchestrator.carriers.voice.shared import return_speech
from hookflash.orchestrator.carriers.voice.speech import Speech, SpeechState

MODES: Final[dict[str, Mode]] = {"transferring": "ringing", "voicemail_fallback": "greeting"}
"""What a call is doing that this process did not know, by its state."""


KEPT: Final = 1_000
"""Calls that are known to be over."""


class Exchange:
    """Knows what is open and live in this process. It starts empty: tabs return by themselves."""

    def __init__(self, core: Core, speech: Speech) -> None:
        self.core = core
        self.speech = speech
        self.recordings = BrowserRecordings()
        self._calls: dict[str, LiveCall] = {}
        self._legs: dict[str, RingingLeg] = {}
        self._phones: list[PhoneTab] = []
        self._unwatch = speech.watch(self._tell_ability)
        self._over: deque[str] = deque(maxlen=KEPT)

    async def call(self, opening: OpenCall, tab: Tab) -> LiveCall:
        """Begin a call from a tab, or return to it. Raises ``UnknownNumber``."""
        self.speech.start()
        tab.tell("ability", speech=self.speech.state)
        calls = self.core.calls
        call_id = calls.call_id(opening.call)
        if (live := self._calls.get(call_id)) is not None:
            live.attach(tab)
            return live
        await calls.receive_call(
            to=opening.to, from_=opening.from_ or None, provider_call_id=opening.call
        )
        found = await calls.call(call_id)
        live = self._calls.get(call_id) or self._live(call_id, opening, found)
        live.attach(tab)
        if found.state == "ringing":
            self.core.start(self.core.insist(lambda: calls.answer(call_id)))
        elif found.state == "ended":
            live.end("ended")
        return live

    def _live(self, call_id: str, opening: OpenCall, found: Call) -> LiveCall:
        live = LiveCall(
            call_id,
            opening.to,
            opening.from_ or None,
            core=self.core,
            speech=self.speech,
            recordings=self.recordings,
            forget=self._forget,
        )
        live.mode = MODES.get(found.state, "talking")
        self._calls[call_id] = live
        return live

    def live(self, call_id: str) -> LiveCall | None:
        """The call, if a tab of this process is on it, or may return to it."""
        return self._calls.get(call_id)

    def is_over(self, call_id: str) -> bool:
        """Whether the call was live in this process, and has ended."""
        return call_id in self._over

    def callers(self, number: str) -> Iterator[LiveCall]:
        """The calls from this number."""
        yield from (one for one in self._calls.values() if one.caller == number)

    def open_phone(self, opening: OpenPhone, tab: Tab) -> PhoneTab:
        """A tab is a phone from now on, or again."""
        self.speech.start()
        phone = PhoneTab(opening.tab, opening.number, tab)
        for before in [one for one in self._phones if one.id == opening.tab]:
            before.tab.close()
            self._phones.remove(before)
        self._phones.append(phone)
        for leg in list(self._legs.values()):
            if leg.phone_id == phone.id:
                leg.tab_back(phone)
            elif leg.leg.phone == phone.number:
                leg.ring_on(phone)
        return phone

    def close_phone(self, phone: PhoneTab) -> None:
        """The tab of a phone was closed."""
        if phone not in self._phones:
            return
        self._phones.remove(phone)
        for leg in list(self._legs.values()):
            if leg.leg.phone == phone.number:
                leg.tab_gone(phone)

    def phones(self, number: str) -> list[PhoneTab]:
        """The tabs that are open as this phone."""
        return [one for one in self._phones if one.number == number]

    def leg(self, leg: str) -> RingingLeg | None:
        """A phone of a transfer."""
        return self._legs.get(leg)

    def legs_of(self, effect_key: str) -> list[RingingLeg]:
        """The phones of the transfer with this key."""
        return [one for leg, one in self._legs.items() if leg.startswith(f"{effect_key}.")]

    def ring(self, live: LiveCall, request: RingPhones) -> None:
        """Ring all phones of a transfer."""
        live.ring()
        for leg in request.legs:
            if leg.leg not in self._legs:
                self._add_leg(leg, live, len(request.legs)).ring(request)

    def hand_over(self, live: LiveCall, request: HandOver) -> bool:
        """Ring a number outside; False if no tab is open as it."""
        if not self.phones(request.destination.phone):
            return False
        live.ring()
        self._add_leg(request.destination, live, None).ring()
        return True

    async def close(self) -> None:
        """Let every tab go. Each connects again, and its call continues in another exchange."""
        self._unwatch()
        await self.core.close()
        await return_speech(self.core)
        for phone in self._phones:
            phone.tab.close()
        for live in self._calls.values():
            if live.tab is not None:
                live.tab.close()

    def _tell_ability(self, state: SpeechState) -> None:
        """Tell callers whether the agent hears them and speaks."""
        for live in self._calls.values():
            if live.tab is not None:
                live.tab.tell("ability", speech=state)

    def _add_leg(self, leg: Leg, live: LiveCall, of: int | None) -> RingingLeg:
        ringing = RingingLeg(leg, live, self.core, self.phones, of)
        self._legs[leg.leg] = ringing
        return ringing

    def _forget(self, live: LiveCall) -> None:
        """Forget a call that is over, and its phones."""
        self._calls.pop(live.call_id, None)
        self._over.append(live.call_id)
        for leg in [leg for leg, one in self._legs.items() if one.call is live]:
            self._legs[leg].caller_gone()
            del self._legs[leg]
