"""What a tab's line does: that of a caller, and that of a phone."""

from hookflash.orchestrator.carriers.browser.carrier import BrowserCarrier
from hookflash.orchestrator.carriers.browser.live_call import LiveCall
from hookflash.orchestrator.carriers.browser.messages import (
    FROM_CALLER,
    FROM_PHONE,
    Answer,
    Busy,
    Decline,
    FromPhone,
    Got,
    HangUp,
    OpenCall,
    OpenPhone,
    Press,
)
from hookflash.orchestrator.carriers.browser.phone import PhoneTab, RingingLeg
from hookflash.orchestrator.carriers.browser.tab import Tab


class CallerLine:
    """The line of a caller's tab."""

    def __init__(self, carrier: BrowserCarrier, live: LiveCall, tab: Tab) -> None:
        self._carrier = carrier
        self._live = live
        self._tab = tab

    def take(self, told: str) -> None:
        """Take a message, in JSON. Raises ``ValidationError``."""
        read = FROM_CALLER.validate_json(told)
        if isinstance(read, Got):
            self._carrier.texts.arrived(read.text)
        elif self._live.tab is self._tab:
            self._live.take(read)

    def hear(self, pcm: bytes) -> None:
        """Take sound from the microphone."""
        if self._live.tab is self._tab:
            self._live.hear(pcm)

    def close(self) -> None:
        """The line is cut."""
        self._live.detach(self._tab)


class PhoneLine:
    """The line of a phone's tab."""

    def __init__(self, carrier: BrowserCarrier, phone: PhoneTab) -> None:
        self._carrier = carrier
        self._phone = phone

    def take(self, told: str) -> None:
        """Take a message, in JSON. Raises ``ValidationError``."""
        read = FROM_PHONE.validate_json(told)
        if isinstance(read, Got):
            self._carrier.texts.arrived(read.text)
        elif isinstance(read, Busy):
            self._carrier.exchange.make_busy(self._phone, on=read.on)
        elif (leg := self._carrier.exchange.leg(read.leg)) is not None:
            self._take(read, leg)

    def hear(self, pcm: bytes) -> None:
        """Take sound from the microphone."""
        if self._phone.talking is not None:
            self._phone.talking.speak(pcm)

    def close(self) -> None:
        """The line is cut."""
        self._carrier.exchange.close_phone(self._phone)

    def _take(self, read: FromPhone, leg: RingingLeg) -> None:
        if isinstance(read, Answer) and leg.leg.phone == self._phone.number:
            leg.answer(self._phone)
        elif isinstance(read, Decline) and leg.leg.phone == self._phone.number:
            leg.decline()
        elif self._phone.talking is not leg:
            return
        elif isinstance(read, HangUp):
            leg.hang_up()
        elif isinstance(read, Press):
            leg.press(read.digits)
            self._phone.tab.tell("ack", id=read.id)
        elif not isinstance(read, Answer | Decline | Got | Busy):
            leg.write(read.text)
            self._phone.tab.tell("ack", id=read.id)


async def open_line(
    carrier: BrowserCarrier, opening: OpenCall | OpenPhone, tab: Tab
) -> CallerLine | PhoneLine:
    """Open what a tab asks for. Raises ``UnknownNumber``."""
    if isinstance(opening, OpenCall):
        live = await carrier.exchange.call(opening, tab)
        if live.caller is not None:
            carrier.texts.show_again(live.caller, tab)
        return CallerLine(carrier, live, tab)
    phone = carrier.exchange.open_phone(opening, tab)
    carrier.texts.show_again(opening.number, tab)
    return PhoneLine(carrier, phone)
