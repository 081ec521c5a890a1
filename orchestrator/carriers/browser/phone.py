"""A member's phone: the tabs that are open as it, and the calls that ring there."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from hookflash.domain.call.effects import RingPhones
from hookflash.domain.call.events.transfers import Leg, Unavailability
from hookflash.domain.event import Actor
from hookflash.orchestrator.carriers.browser.core import Core
from hookflash.orchestrator.carriers.browser.live_call import LiveCall
from hookflash.orchestrator.carriers.browser.tab import LIVE, Tab
from hookflash.orchestrator.ports.reports import Bridged, Ended, LegStatus
from hookflash.orchestrator.ports.telephony import LegFound

ACCEPT_SECONDS: Final = 10.0
"""How long a phone that was answered is asked for the key 1."""
ANSWER_SECONDS: Final = 45.0
"""How long an outside phone rings."""
RETURN_SECONDS: Final = 6.0
"""How long a connected phone may be without its tab."""
CODES: Final[dict[Unavailability, str]] = {
    "busy": "486",
    "declined": "603",
    "unreachable": "480",
    "no_answer": "408",
}
"""SIP status codes."""
Status = Literal["ringing", "asking", "screening", "connected", "over"]


@dataclass(eq=False)
class PhoneTab:
    """A tab that is open as the phone with this number."""

    id: str
    number: str
    tab: Tab
    was_on: str = ""
    """The leg that the tab had when it connected, as it says itself."""
    busy: bool = False
    talking: "RingingLeg | None" = None

    @property
    def can_ring(self) -> bool:
        """Whether a call may ring here."""
        return not self.busy and self.talking is None


class RingingLeg:
    """One phone of a transfer, from ringing to the end of the talk.

    ``of`` is how many phones ring; None for a number outside, which is not reported on.
    """

    def __init__(
        self,
        leg: Leg,
        call: LiveCall,
        core: Core,
        tabs: Callable[[str], list[PhoneTab]],
        of: int | None,
    ) -> None:
        self.leg = leg
        self.who = leg.who
        self.call = call
        self._core = core
        self._tabs = tabs
        self._of = of
        self._status: Status = "ringing"
        self._phone: PhoneTab | None = None
        self._timer: asyncio.Task[None] | None = None
        self._returning: asyncio.Task[None] | None = None
        self._words = ""
        self.found = LegFound(leg=leg.leg, status="ringing")

    def ring(self, request: RingPhones | None = None) -> None:
        """Ring, where a tab is open as this phone and is free."""
        self._words = request.accept_words if request is not None else ""
        tabs = self._tabs(self.leg.phone)
        if not tabs:
            self._unavailable("unreachable")
        elif not any(one.can_ring for one in tabs):
            self._unavailable("busy")
        else:
            self._report("ringing")
            for one in tabs:
                self.ring_on(one)
            if self._of is None:
                self._timer = self._core.start(self._give_up(ANSWER_SECONDS))

    def ring_again(self) -> None:
        """Ring on, for a call from before this process started: tabs return within seconds."""
        for one in self._tabs(self.leg.phone):
            self.ring_on(one)
        self._await_return()

    def talk_again(self) -> None:
        """The caller was connected here before this process started: the tab may return."""
        self._status = "connected"
        self.call.connect(self)
        self._await_return()
        for one in self._tabs(self.leg.phone):
            if one.was_on == self.leg.leg:
                self.tab_back(one)
                break

    def ring_on(self, phone: PhoneTab) -> None:
        """Ring on this tab, if the call still rings."""
        if self._status == "ringing" and phone.can_ring:
            phone.tab.tell(
                "ring",
                leg=self.leg.leg,
                caller=self.call.caller or "",
                number=self.call.number,
                who=self.who,
            )

    def answer(self, phone: PhoneTab) -> None:
        """The phone was answered on this tab."""
        if self._status != "ringing" or not phone.can_ring:
            phone.tab.tell("stop_ring", leg=self.leg.leg, why="answered elsewhere")
            return
        self._take(phone)
        self._stop_others("answered elsewhere")
        if self._of is None:
            self._connect()
            return
        self._report("answered")
        if self.leg.accept == "press_1":
            self._status = "asking"
            phone.tab.tell("ask_key", leg=self.leg.leg, words=self._words)
            self._timer = self._core.start(self._give_up(ACCEPT_SECONDS))
        else:
            self._screen()

    def press(self, digits: str) -> None:
        """A key was pressed on the phone."""
        if self._status == "asking" and "1" in digits:
            self._screen()

    def decline(self) -> None:
        """The phone was declined."""
        if self._status == "ringing":
            self._stop("declined")
            self._unavailable("declined")

    def busy_on(self, phone: PhoneTab) -> None:
        """The phone became busy while it rang."""
        if self._status == "ringing":
            phone.tab.tell("stop_ring", leg=self.leg.leg, why="busy")
            if not any(one.can_ring for one in self._tabs(self.leg.phone)):
                self._stop("busy")
                self._unavailable("busy")

    def hang_up(self, *, by_member: bool = True) -> None:
        """The person on the phone hung up, or nothing is left of them."""
        before = self._status
        self._stop("hung up")
        if before == "connected":
            self.call.other_hung_up(self)
        elif before in ("asking", "screening"):
            self._unavailable("hung_up" if by_member else "unreachable")

    def release(self) -> None:
        """Stop the phone, whatever it does. A phone that talks to the caller is let go."""
        self._stop("released")

    def caller_gone(self) -> None:
        """The call is over."""
        self._stop("the call has ended")

    def hear(self, pcm: bytes) -> None:
        """Play what the caller says."""
        if self._phone is not None and self._status == "connected":
            self._phone.tab.play(LIVE, pcm)

    def speak(self, pcm: bytes) -> None:
        """The caller hears what the phone's microphone takes."""
        if self._status == "connected":
            self.call.play_other(pcm)

    def read(self, words: str) -> None:
        """Show what the caller typed."""
        if self._phone is not None:
            self._phone.tab.tell("words", text=words)

    def write(self, words: str) -> None:
        """The person on the phone typed words."""
        if self._status == "connected":
            self.call.show_other(words)

    def tab_gone(self, phone: PhoneTab) -> None:
        """A tab was closed."""
        if phone is self._phone:
            self._await_return()
        elif self._status == "ringing" and not self._tabs(self.leg.phone):
            self._stop("unreachable")
            self._unavailable("unreachable")

    def tab_back(self, phone: PhoneTab) -> None:
        """The tab that was answered is connected again."""
        self._cancel_return()
        self._phone, phone.talking = phone, self
        if self._status == "connected":
            phone.tab.tell("connected", leg=self.leg.leg, caller=self.call.caller or "")
        elif self._status == "asking":
            phone.tab.tell("ask_key", leg=self.leg.leg, words=self._words)

    def was_on(self, phone: PhoneTab) -> bool:
        """Whether this tab was answered: by its id, or as it says itself after a restart."""
        if phone.number != self.leg.phone:
            return False
        if self._phone is not None:
            return phone.id == self._phone.id
        return self._status == "connected" and phone.was_on == self.leg.leg

    @property
    def rings(self) -> bool:
        """Whether it can still be answered."""
        return self._status == "ringing"

    def _take(self, phone: PhoneTab) -> None:
        self._cancel_timer()
        self._cancel_return()
        self._phone, phone.talking = phone, self

    def _screen(self) -> None:
        self._cancel_timer()
        self._status = "screening"
        self._core.start(self._ask_core())

    async def _ask_core(self) -> None:
        verdict = await self._core.calls.phone_answered(self.call.call_id, self.leg.leg, self._of)
        if self._status != "screening":
            return
        if verdict == "bridge" and self.call.mode != "ended":
            self._connect()
            self._core.report(self.call.call_id, Bridged(leg=self.leg.leg))
        else:
            self._stop("answered elsewhere")
            self._unavailable("hung_up")

    def _connect(self) -> None:
        self._status = "connected"
        self.call.connect(self)
        if self._phone is not None:
            self._phone.tab.tell("connected", leg=self.leg.leg, caller=self.call.caller or "")

    async def _give_up(self, seconds: float) -> None:
        await self._core.clock.sleep(seconds)
        self._timer = None
        self._stop("not answered")
        self._unavailable("no_answer")

    def _await_return(self) -> None:
        self._cancel_return()
        self._returning = self._core.start(self._wait_for_return())

    async def _wait_for_return(self) -> None:
        await self._core.clock.sleep(RETURN_SECONDS)
        self._returning = None
        if self._status != "ringing":
            self.hang_up(by_member=False)
        elif not self._tabs(self.leg.phone):
            self._unavailable("unreachable")

    def _stop(self, why: str) -> None:
        """Let every tab go."""
        self._cancel_timer()
        self._cancel_return()
        self._status = "over"
        self._stop_others(why)
        if self._phone is not None:
            self._phone.tab.tell("stop_ring", leg=self.leg.leg, why=why)
            self._phone.talking = None
            self._phone = None

    def _stop_others(self, why: str) -> None:
        for one in self._tabs(self.leg.phone):
            if one is not self._phone:
                one.tab.tell("stop_ring", leg=self.leg.leg, why=why)

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _cancel_return(self) -> None:
        if self._returning is not None:
            self._returning.cancel()
            self._returning = None

    def _unavailable(self, reason: Unavailability) -> None:
        self._status = "over"
        if self._of is None:
            self.call.end("not_answered", Ended(reason=reason, by=Actor.PROVIDER))
            return
        self.found = LegFound(leg=self.leg.leg, status="unavailable", reason=reason)
        self._core.report(
            self.call.call_id,
            LegStatus(
                leg=self.leg.leg,
                status="unavailable",
                reason=reason,
                code=CODES.get(reason, ""),
                message_id=f"{self.leg.leg}.unavailable",
            ),
        )

    def _report(self, status: Literal["ringing", "answered"]) -> None:
        if self._of is not None:
            self.found = LegFound(leg=self.leg.leg, status=status)
            self._core.report(
                self.call.call_id,
                LegStatus(leg=self.leg.leg, status=status, message_id=f"{self.leg.leg}.{status}"),
            )
