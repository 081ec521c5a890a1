"""The ports and settings of one process, and what it may do with them."""

from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from hookflash.domain.call.call import Call
from hookflash.domain.call.effects import Effect, FetchRecording, SendText, StopRecording
from hookflash.domain.call.timers import Timer
from hookflash.domain.errors import HookflashError
from hookflash.domain.policy.speech.reading import UnderstandingMode
from hookflash.domain.workspace.carrier import read_carrier_ref
from hookflash.orchestrator.ports.agent import Agent
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.ports.host_agent import HostAgent
from hookflash.orchestrator.ports.ids import Ids
from hookflash.orchestrator.ports.messaging import Messaging
from hookflash.orchestrator.ports.recordings import DiscardsRecordings, Recordings, RecordingStore
from hookflash.orchestrator.ports.telephony import Telephony
from hookflash.orchestrator.ports.understanding import Understanding
from hookflash.orchestrator.settings import Settings


class OnCarrier(Protocol):
    """A call, or a request about one: which workspace's, and the carrier that it came through."""

    @property
    def workspace(self) -> str:
        """The id of the workspace."""
        ...

    @property
    def carrier(self) -> str:
        """The carrier as calls record it."""
        ...


class Place(NamedTuple):
    """A workspace and a carrier, where there is no call yet."""

    workspace: str
    carrier: str


class ConfiguredCarriers(Protocol):
    """The ports of carriers that workspaces configured, by workspace and recorded carrier."""

    def serves(self, carrier: str) -> bool:
        """Whether this process knows the carrier's kind."""
        ...

    def telephony(self, workspace: str, carrier: str) -> Telephony:
        """Its telephony."""
        ...

    def messaging(self, workspace: str, carrier: str) -> Messaging:
        """Its messaging."""
        ...

    def recordings(self, workspace: str, carrier: str) -> Recordings:
        """Its recordings."""
        ...

    async def prepare(self, workspace: str, carrier: str) -> None:
        """Read what its offers depend on."""
        ...


class NotCarriedHere(HookflashError, RuntimeError):
    """A live call needs a port that this process was not given. Nothing was recorded."""

    def __init__(self, port: str = "telephony", carrier: str = "") -> None:
        if carrier:
            wrong = (
                f"this process does not serve the carrier {carrier} of the call's number; pass "
                "carriers=… to CallCenter.open, or start hookflash serve with --secrets-file or "
                "--public-url"
            )
        else:
            wrong = (
                f"this process was given no {port}, so it carries no live calls; pass {port}=… to "
                "CallCenter.open, or start hookflash serve with --host-url, or with --simulate for "
                "a new database"
            )
        super().__init__(wrong)


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
    ``recordings`` and ``recording_store`` their recordings. ``carriers`` has the ports of calls
    whose workspace configured their carrier; the others are for all other calls.
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
    carriers: ConfiguredCarriers | None = None

    @property
    def hosted(self) -> bool:
        """Whether the host runs the agent, so that this process takes no turns for it."""
        return isinstance(self.agent, HostAgent)

    @property
    def understanding_mode(self) -> UnderstandingMode:
        """How a model's reading counts on a new call: as set, or a second opinion of a model."""
        return self.settings.understanding or ("second_opinion" if self.understanding else "off")

    def telephony_of(self, call: OnCarrier) -> Telephony | None:
        """The telephony that carries ``call``; None if this process does not."""
        if (configured := self._configured(call)) is not None:
            return configured.telephony(call.workspace, call.carrier)
        return None if self.is_configured(call.carrier) else self.telephony

    def messaging_of(self, call: OnCarrier) -> Messaging | None:
        """The messaging that sends the texts of ``call``; None if this process does not."""
        if (configured := self._configured(call)) is not None:
            return configured.messaging(call.workspace, call.carrier)
        return None if self.is_configured(call.carrier) else self.messaging

    def recordings_of(self, call: OnCarrier) -> Recordings | None:
        """Where the recordings of ``call`` come from; None if this process cannot fetch them."""
        if (configured := self._configured(call)) is not None:
            return configured.recordings(call.workspace, call.carrier)
        return None if self.is_configured(call.carrier) else self.recordings

    def voice_of(self, call: OnCarrier) -> Telephony:
        """As :meth:`telephony_of`; raises :class:`NotCarriedHere` without one."""
        if (telephony := self.telephony_of(call)) is None:
            raise NotCarriedHere(carrier=call.carrier if self.is_configured(call.carrier) else "")
        return telephony

    def texting_of(self, call: OnCarrier) -> Messaging:
        """As :meth:`messaging_of`; raises :class:`NotCarriedHere` without one."""
        if (messaging := self.messaging_of(call)) is None:
            carrier = call.carrier if self.is_configured(call.carrier) else ""
            raise NotCarriedHere("messaging", carrier)
        return messaging

    def carries(self, call: OnCarrier) -> bool:
        """Whether this process speaks on ``call`` and moves its phones."""
        return self.telephony_of(call) is not None

    async def prepare(self, call: OnCarrier) -> None:
        """Read what must be known about the carrier of ``call`` before its ports are asked."""
        if (configured := self._configured(call)) is not None:
            await configured.prepare(call.workspace, call.carrier)

    @property
    def carries_calls(self) -> bool:
        """Whether there are live calls that this process can carry."""
        return self.telephony is not None or self.carriers is not None

    @property
    def sends_texts(self) -> bool:
        """Whether there are texts that this process can send."""
        return self.messaging is not None or self.carriers is not None

    @property
    def is_idle(self) -> bool:
        """Whether there is nothing that this process could do on a live call."""
        keeps = self.recordings is not None and self.recording_store is not None
        return not self.carries_calls and not self.sends_texts and not keeps

    def keeps_recordings(self, call: OnCarrier) -> bool:
        """Whether this process can fetch the recordings of ``call`` and store them."""
        return self.recordings_of(call) is not None and self.recording_store is not None

    def discards_recordings(self, call: OnCarrier) -> bool:
        """Whether the carrier of ``call`` can delete its copies of recordings, through us."""
        telephony = self.telephony_of(call)
        offered = telephony is not None and telephony.offers.discards_recordings
        return offered and isinstance(self.recordings_of(call), DiscardsRecordings)

    def performs(self, effect: Effect) -> bool:
        """Whether this process has the ports for ``effect``."""
        if isinstance(effect, FetchRecording):
            return self.keeps_recordings(effect)
        if isinstance(effect, SendText):
            return self.messaging_of(effect) is not None
        telephony = self.telephony_of(effect)
        if isinstance(effect, StopRecording):
            return telephony is not None and telephony.offers.stops_recording
        return telephony is not None

    def fires(self, call: Call, timer: Timer) -> bool:
        """Whether this process has the ports for what ``timer`` leads to.

        A recording that nobody fetched is also given up where only the telephony is: otherwise its
        call might stay open for good.
        """
        if timer.kind == "fetch_recording":
            return self.keeps_recordings(call)
        if timer.kind == "discard_recording":
            return self.discards_recordings(call)
        if timer.kind == "lose_recording":
            return self.keeps_recordings(call) or self.carries(call)
        if timer.effect_key in call.texts:
            return self.messaging_of(call) is not None
        return self.carries(call)

    def is_configured(self, carrier: str) -> bool:
        """Whether a workspace configured the ``carrier`` of a call, and not the host."""
        if self.telephony is not None and self.telephony.offers.carrier == carrier:
            return False
        return read_carrier_ref(carrier) is not None

    def _configured(self, call: OnCarrier) -> "ConfiguredCarriers | None":
        """What serves the carrier of ``call``, if its workspace configured it."""
        if self.carriers is None or not self.is_configured(call.carrier):
            return None
        return self.carriers if self.carriers.serves(call.carrier) else None
