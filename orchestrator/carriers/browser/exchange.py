"""The exchange of one carrier: which tabs are open, and what calls and rings on them."""

from collections import deque
from collections.abc import Iterator
from typing import Final

from hookflash.domain.call.call import Call
from hookflash.domain.call.effects import HandOver, RingPhones
from hookflash.domain.call.events.transfers import Leg
from hookflash.orchestrator.carriers.browser.core import Core
from hookflash.orchestrator.carriers.browser.live_call import LiveCall
from hookflash.orchestrator.carriers.browser.messages import OpenCall, OpenPhone
from hookflash.orchestrator.carriers.browser.phone import RETURN_SECONDS, PhoneTab, RingingLeg
from hookflash.orchestrator.carriers.browser.recordings import BrowserRecordings
from hookflash.orchestrator.carriers.browser.tab import Tab
from hookflash.orchestrator.carriers.voice.shared import return_speech
from hookflash.orchestrator.carriers.voice.speech import Speech, SpeechState

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
        """Begin a call from a tab, or return to it.

        Raises ``UnknownNumber``; ``NoSuchCall`` for a call of another carrier; ``LogUnavailable``.
        """
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
        live = self._calls.get(call_id)
        if live is None:
            live = self._live(found)
            self._resume(live, found)
        live.attach(tab)
        if found.state == "ringing":
            self.core.start(self.core.insist(lambda: calls.answer(call_id)))
        elif found.state == "ended":
            live.end("lost")
        return live

    def _live(self, found: Call) -> LiveCall:
        live = LiveCall(
            found.call_id,
            found.number,
            found.contact,
            core=self.core,
            speech=self.speech,
            recordings=self.recordings,
            forget=self._forget,
        )
        self._calls[found.call_id] = live
        return live

    def _resume(self, live: LiveCall, found: Call) -> None:
        """Go on with what the call was doing when another process had it."""
        transfer, voicemail = found.current, found.voicemail
        if found.state == "voicemail_fallback" and voicemail is not None:
            live.mode = "greeting"
            if voicemail.status in ("attempted", "started"):
                live.record(voicemail.effect_key, voicemail.mailbox.greeting)
        elif found.state == "dropped" and transfer is not None and transfer.winner is not None:
            of = None if transfer.external else len(transfer.legs)
            self._add_leg(transfer.winner.leg, live, of).talk_again()
        elif found.state == "transferring" and transfer is not None:
            live.ring()
            if not transfer.external and transfer.effect == "accepted":
                for leg in transfer.legs.values():
                    if leg.status in ("waiting", "ringing"):
                        self._add_leg(leg.leg, live, len(transfer.legs)).ring_again()

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
        phone = PhoneTab(opening.tab, opening.number, tab, opening.leg)
        for before in self.phones(opening.number):
            if before.id == opening.tab:
                before.tab.close()
                self._phones.remove(before)
        self._phones.append(phone)
        for leg in list(self._legs.values()):
            if leg.was_on(phone):
                leg.tab_back(phone)
            elif leg.leg.phone == phone.number:
                leg.ring_on(phone)
        if opening.leg:
            self.core.start(self._let_go(phone, opening.leg))
        return phone

    async def _let_go(self, phone: PhoneTab, leg: str) -> None:
        """Tell a tab that returned if what it had is over, unless that returns, too."""
        await self.core.clock.sleep(RETURN_SECONDS)
        known = self._legs.get(leg)
        if known is None or not (known.was_on(phone) or known.rings):
            phone.tab.tell("stop_ring", leg=leg, why="the line was lost")

    def make_busy(self, phone: PhoneTab, *, on: bool) -> None:
        """The phone is busy from now on, or free; what rings there stops."""
        phone.busy = on
        if on:
            for leg in list(self._legs.values()):
                if leg.leg.phone == phone.number:
                    leg.busy_on(phone)

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
