"""The ports and settings of one process, and what it may do with them."""

from dataclasses import dataclass, field

from hookflash.domain.call.call import Call
from hookflash.domain.call.effects import Effect, FetchRecording, SendText, StopRecording
from hookflash.domain.call.timers import Timer
from hookflash.domain.errors import HookflashError
from hookflash.domain.policy.speech.reading import UnderstandingMode
from hookflash.orchestrator.ports.agent import Agent
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.ports.host_agent import HostAgent
from hookflash.orchestrator.ports.ids import Ids
from hookflash.orchestrator.ports.messaging import Messaging
from hookflash.orchestrator.ports.recordings import Recordings, RecordingStore
from hookflash.orchestrator.ports.telephony import Telephony
from hookflash.orchestrator.ports.understanding import Understanding
from hookflash.orchestrator.settings import Settings


class NotCarriedHere(HookflashError, RuntimeError):
    """A live call needs a port that this process was not given. Nothing was recorded."""

    def __init__(self, port: str = "telephony") -> None:
        super().__init__(
            f"this process was given no {port}, so it carries no live calls; pass {port}=… to "
            "CallCenter.open, or start hookflash serve with --host-url, or with --simulate for a "
            "new database"
        )


def check_understanding(ports: "Ports") -> None:
    """Raise ``ValueError`` if the settings count on a model that was not given."""
    if ports.understanding is None and ports.settings.understanding not in (None, "off"):
        raise ValueError(
            f"settings.understanding: {ports.settings.understanding} needs a model; give one as "
            "understanding=…, or set it to off"
        )


@dataclass(frozen=True)
class Ports:
    """Every port that the call center uses, and how it was set.

    Without ``telephony`` a process says nothing on live calls, takes no turn on them and moves no
    phone; without ``messaging`` it leaves their texts to another process, and without both
    ``recordings`` and ``recording_store`` their recordings.
    """

    telephony: Telephony | None
    messaging: Messaging | None
    agent: Agent | HostAgent
    clock: Clock
    ids: Ids
    settings: Settings = field(default_factory=Settings)
    recordings: Recordings | None = None
    recording_store: RecordingStore | None = None
    understanding: Understanding | None = None

    @property
    def hosted(self) -> bool:
        """Whether the host runs the agent, so that this process takes no turns for it."""
        return isinstance(self.agent, HostAgent)

    @property
    def understanding_mode(self) -> UnderstandingMode:
        """How a model's reading counts on a new call: as set, or a second opinion of a model."""
        return self.settings.understanding or ("second_opinion" if self.understanding else "off")

    @property
    def voice(self) -> Telephony:
        """The telephony; raises :class:`NotCarriedHere` without one."""
        if self.telephony is None:
            raise NotCarriedHere
        return self.telephony

    @property
    def texting(self) -> Messaging:
        """The messaging; raises :class:`NotCarriedHere` without one."""
        if self.messaging is None:
            raise NotCarriedHere("messaging")
        return self.messaging

    @property
    def is_idle(self) -> bool:
        """Whether there is nothing that this process could do on a live call."""
        return self.telephony is None and self.messaging is None and not self.keeps_recordings

    @property
    def keeps_recordings(self) -> bool:
        """Whether this process can fetch recordings and store them."""
        return self.recordings is not None and self.recording_store is not None

    def performs(self, effect: Effect) -> bool:
        """Whether this process has the ports for ``effect``."""
        if isinstance(effect, FetchRecording):
            return self.keeps_recordings
        if isinstance(effect, StopRecording):
            return self.telephony is not None and self.telephony.offers.stops_recording
        port = self.messaging if isinstance(effect, SendText) else self.telephony
        return port is not None

    def fires(self, call: Call, timer: Timer) -> bool:
        """Whether this process has the ports for what ``timer`` leads to.

        A recording that nobody fetched is also given up where only the telephony is: otherwise its
        call might stay open for good.
        """
        if timer.kind == "fetch_recording":
            return self.keeps_recordings
        if timer.kind == "lose_recording":
            return self.keeps_recordings or self.telephony is not None
        port = self.messaging if timer.effect_key in call.texts else self.telephony
        return port is not None
