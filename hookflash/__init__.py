"""Hookflash: the part of an AI phone agent that acts, with every action in an event log.

Everything that a host needs is importable from here; ``carriers``, ``console``, ``http``,
``livekit``, ``maintenance``, ``mcp``, ``pipecat``, ``pydantic_ai`` and ``testing`` are public
submodules. All else may change without notice. Names are imported when they are first used, so that
``import hookflash`` costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from hookflash.domain.access.keys import AskerRevoked, NoSuchKey
    from hookflash.domain.call.call import Call
    from hookflash.domain.call.conversation import Conversation, Line
    from hookflash.domain.call.conversation import Question as AgentQuestion
    from hookflash.domain.call.effects import (
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
    from hookflash.domain.call.errors import InvalidWords, NoSuchCall, TooManyRefusals
    from hookflash.domain.call.events import CallEvent
    from hookflash.domain.call.events.transfers import Leg, Mailbox
    from hookflash.domain.call.flags import PromiseFlag
    from hookflash.domain.erasure.fixture import NoFixture
    from hookflash.domain.errors import HookflashError
    from hookflash.domain.event import Actor, Event
    from hookflash.domain.idempotency import NameReused
    from hookflash.domain.inbox.receiving import InvalidText
    from hookflash.domain.job.briefing import BriefedJob, Briefing, ToolStep
    from hookflash.domain.policy.limits import Limits
    from hookflash.domain.webhook.saving import EndpointForm
    from hookflash.domain.workspace.document import WorkspaceDocument
    from hookflash.domain.workspace.workspace import Workspace
    from hookflash.orchestrator.agents.desk.agent_tool import AgentTool
    from hookflash.orchestrator.agents.desk.desk import Desk
    from hookflash.orchestrator.agents.desk.line import NotHosted
    from hookflash.orchestrator.agents.desk.results import DeskTurn, News, ToolResult
    from hookflash.orchestrator.agents.scripted import ScriptedAgent
    from hookflash.orchestrator.api_keys import ApiKeys, KeyIssuedBefore
    from hookflash.orchestrator.call_center import CallCenter
    from hookflash.orchestrator.carriers.http_host.host import Host
    from hookflash.orchestrator.carriers.http_host.messaging import HttpMessaging
    from hookflash.orchestrator.carriers.http_host.offers import (
        HostOffers,
        HostUnavailable,
        InvalidOffers,
        offers_of,
    )
    from hookflash.orchestrator.carriers.http_host.recordings import HttpRecordings
    from hookflash.orchestrator.carriers.http_host.telephony import HttpTelephony
    from hookflash.orchestrator.carrying import LiveDatabase, SimulatedDatabase
    from hookflash.orchestrator.database_health import DatabaseHealth
    from hookflash.orchestrator.integrity.erasing import NoContact, NothingToErase, StillOpen
    from hookflash.orchestrator.integrity.erasing_recordings import NoRecordingStore
    from hookflash.orchestrator.log.errors import (
        BadLogUrl,
        CompressionMissing,
        Conflict,
        LogClosed,
        LogFault,
        LogFull,
        LogMoved,
        LogUnavailable,
        NoSuchLog,
        UnknownTopic,
        UnreadableEvent,
        ViewsBehind,
    )
    from hookflash.orchestrator.ports.agent import (
        Agent,
        Move,
        Moves,
        Say,
        Turn,
        TurnNews,
        UseTool,
    )
    from hookflash.orchestrator.ports.answers import Accepted, Answer, NotTaken, Refused, Unknown
    from hookflash.orchestrator.ports.clock import Clock
    from hookflash.orchestrator.ports.host_agent import HostAgent
    from hookflash.orchestrator.ports.ids import Ids
    from hookflash.orchestrator.ports.messaging import Messaging, MessagingOffers, TextFound
    from hookflash.orchestrator.ports.outside import NotCarriedHere
    from hookflash.orchestrator.ports.recordings import (
        Fetched,
        Recordings,
        RecordingStore,
        RecordingStoreFailed,
        Sound,
    )
    from hookflash.orchestrator.ports.reports import (
        Bridged,
        Ended,
        LegStatus,
        Recording,
        Report,
        Spoken,
        TextStatus,
        Transcript,
    )
    from hookflash.orchestrator.ports.telephony import (
        CallFound,
        LegFound,
        Telephony,
        TelephonyOffers,
        Verdict,
    )
    from hookflash.orchestrator.ports.understanding import AnswerToRead, Opinion, Understanding
    from hookflash.orchestrator.ports.webhooks import Reply, WebhookSender
    from hookflash.orchestrator.provider_reports.receiver import ReportReceiver
    from hookflash.orchestrator.reading import CallReader, ReadOnly
    from hookflash.orchestrator.runtime.inbound import UnknownNumber
    from hookflash.orchestrator.runtime.inbound_texts import ReceivedText
    from hookflash.orchestrator.runtime.live_count import TooManyCalls
    from hookflash.orchestrator.runtime.lost_gateway import CarrierOfWorkspace
    from hookflash.orchestrator.sandbox.sessions import (
        NoSuchPhone,
        NotATest,
        NotRinging,
        PhonePlan,
        Sandbox,
    )
    from hookflash.orchestrator.settings import Settings
    from hookflash.orchestrator.simulation.virtual_time import NothingToWaitFor, run_virtually
    from hookflash.orchestrator.system.clock import SystemClock
    from hookflash.orchestrator.system.ids import RandomIds
    from hookflash.orchestrator.system.recording_storage import BadRecordingPlace, RecordingStorage
    from hookflash.orchestrator.system.side_processes import (
        SideProcessFailed,
        TooExpensive,
        TooManyWaiting,
    )
    from hookflash.orchestrator.system.webhook_sender import HttpSender
    from hookflash.orchestrator.telemetry.logs import configure_logs, mask_numbers
    from hookflash.orchestrator.telemetry.providers import Telemetry
    from hookflash.orchestrator.telemetry.tracing import trace_id
    from hookflash.orchestrator.webhooks.outgoing.delivery_store import Attempt as DeliveryAttempt
    from hookflash.orchestrator.webhooks.outgoing.endpoints import NoSuchEndpoint, TooManyEndpoints
    from hookflash.orchestrator.webhooks.outgoing.service import WebhookService
    from hookflash.orchestrator.workspaces.editor import WorkspaceEditor
    from hookflash.orchestrator.workspaces.errors import (
        InvalidChange,
        NotFound,
        PieceProblem,
        Stale,
        WorkspaceExists,
    )
    from hookflash.orchestrator.workspaces.etags import ABSENT, ANY, etag_of, flow_piece, job_piece
    from hookflash.orchestrator.workspaces.file.problems import InvalidFile, InvalidWorkspace
    from hookflash.orchestrator.workspaces.forms import (
        FlowForm,
        InboxForm,
        JobForm,
        MemberForm,
        NumberForm,
        WorkspaceForm,
    )
    from hookflash.orchestrator.workspaces.repository import NumberTaken, TooManyChanges
    from hookflash.orchestrator.workspaces.used_today import UsedToday
    from hookflash.projections.calls.queries import CallSummary
    from hookflash.projections.inbox.items import Item
    from hookflash.projections.inbox.queries import Thread
    from hookflash.projections.parked.queries import ParkedEvent
    from hookflash.projections.projections import NewerViews
    from hookflash.projections.replay.state import CallSnapshot, Change, NoSuchEvent
    from hookflash.projections.replay.timeline import Step, TimelineLine
    from hookflash.projections.reports.figures import Figures
    from hookflash.projections.reports.question import BadQuestion, By, Question
    from hookflash.projections.reports.question import Choices as FigureChoices
    from hookflash.projections.reports.question import Report as FiguresReport
    from hookflash.projections.runner.rebuild import RebuildOvertaken
    from hookflash.projections.transfers.queries import Trail
    from hookflash.projections.voicemails.queries import KeptRecording

    __version__: str

# fmt: off
__all__ = [
    "ABSENT", "ANY", "Accepted", "Actor", "Agent", "AgentQuestion", "AgentTool", "Answer",
    "AnswerToRead", "ApiKeys", "AskerRevoked", "BadLogUrl", "BadQuestion", "BadRecordingPlace",
    "Bridged", "BriefedJob", "Briefing", "By", "Call", "CallCenter", "CallEvent", "CallFound",
    "CallReader", "CallSnapshot", "CallSummary", "CarrierOfWorkspace", "Change", "Clock",
    "CompressionMissing", "Conflict", "Conversation", "DatabaseHealth", "DeliveryAttempt", "Desk",
    "DeskTurn", "Ended", "EndpointForm", "Event", "FetchRecording", "Fetched", "FigureChoices",
    "Figures", "FiguresReport", "FindCall", "FindLegs", "FlowForm", "HandOver", "HangUp",
    "HookflashError", "Host", "HostAgent", "HostOffers", "HostUnavailable", "HttpMessaging",
    "HttpRecordings", "HttpSender", "HttpTelephony", "Ids", "InboxForm", "InvalidChange",
    "InvalidFile", "InvalidOffers", "InvalidText", "InvalidWords", "InvalidWorkspace", "Item",
    "JobForm", "KeptRecording", "KeyIssuedBefore", "Leg", "LegFound", "LegStatus", "Limits", "Line",
    "LiveDatabase", "LogClosed", "LogFault", "LogFull", "LogMoved", "LogUnavailable", "Mailbox",
    "MemberForm", "Messaging", "MessagingOffers", "Move", "Moves", "NameReused", "NewerViews",
    "News", "NoContact", "NoFixture", "NoRecordingStore", "NoSuchCall", "NoSuchEndpoint",
    "NoSuchEvent", "NoSuchKey", "NoSuchLog", "NoSuchPhone", "NotATest", "NotCarriedHere",
    "NotFound", "NotHosted", "NotRinging", "NotTaken", "NothingToErase", "NothingToWaitFor",
    "NumberForm", "NumberTaken", "Opinion", "ParkedEvent", "PhonePlan", "PieceProblem",
    "PlayVoicemail", "PromiseFlag", "Question", "RandomIds", "ReadOnly", "RebuildOvertaken",
    "ReceivedText", "Recording", "RecordingStorage", "RecordingStore", "RecordingStoreFailed",
    "Recordings", "Refused", "ReleasePhone", "Reply", "Report", "ReportReceiver", "RingPhones",
    "Sandbox", "Say", "ScriptedAgent", "SendText", "Settings", "SideProcessFailed",
    "SimulatedDatabase", "Sound", "Speech", "Spoken", "Stale", "Step", "StillOpen", "StopRecording",
    "StopSpeaking", "SystemClock", "Telemetry", "Telephony", "TelephonyOffers", "TextFound",
    "TextStatus", "Thread", "TimelineLine", "TooExpensive", "TooManyCalls", "TooManyChanges",
    "TooManyEndpoints", "TooManyRefusals", "TooManyWaiting", "ToolResult", "ToolStep", "Trail",
    "Transcript", "Turn", "TurnNews", "Understanding", "Unknown", "UnknownNumber", "UnknownTopic",
    "UnreadableEvent", "UseTool", "UsedToday", "Verdict", "ViewsBehind", "WebhookSender",
    "WebhookService", "Workspace", "WorkspaceDocument", "WorkspaceEditor", "WorkspaceExists",
    "WorkspaceForm", "__version__", "configure_logs", "etag_of", "flow_piece", "job_piece",
    "mask_numbers", "offers_of", "run_virtually", "trace_id",
]
# fmt: on

# fmt: off
_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "domain.access.keys": ("AskerRevoked", "NoSuchKey"),
    "domain.call.call": ("Call",),
    "domain.call.conversation": ("AgentQuestion", "Conversation", "Line"),
    "domain.call.effects": (
        "FetchRecording", "FindCall", "FindLegs", "HandOver", "HangUp", "PlayVoicemail",
        "ReleasePhone", "RingPhones", "SendText", "Speech", "StopRecording", "StopSpeaking",
    ),
    "domain.call.errors": ("InvalidWords", "NoSuchCall", "TooManyRefusals"),
    "domain.call.flags": ("PromiseFlag",),
    "domain.call.events": ("CallEvent",),
    "domain.call.events.transfers": ("Leg", "Mailbox"),
    "domain.erasure.fixture": ("NoFixture",),
    "domain.errors": ("HookflashError",),
    "domain.event": ("Actor", "Event"),
    "domain.idempotency": ("NameReused",),
    "domain.inbox.receiving": ("InvalidText",),
    "domain.job.briefing": ("BriefedJob", "Briefing", "ToolStep"),
    "domain.policy.limits": ("Limits",),
    "domain.webhook.saving": ("EndpointForm",),
    "domain.workspace.document": ("WorkspaceDocument",),
    "domain.workspace.workspace": ("Workspace",),
    "orchestrator.agents.desk.agent_tool": ("AgentTool",),
    "orchestrator.agents.desk.desk": ("Desk",),
    "orchestrator.agents.desk.line": ("NotHosted",),
    "orchestrator.agents.desk.results": ("DeskTurn", "News", "ToolResult"),
    "orchestrator.agents.scripted": ("ScriptedAgent",),
    "orchestrator.api_keys": ("ApiKeys", "KeyIssuedBefore"),
    "orchestrator.call_center": ("CallCenter",),
    "orchestrator.carriers.http_host.host": ("Host",),
    "orchestrator.carriers.http_host.messaging": ("HttpMessaging",),
    "orchestrator.carriers.http_host.offers": (
        "HostOffers", "HostUnavailable", "InvalidOffers", "offers_of",
    ),
    "orchestrator.carriers.http_host.recordings": ("HttpRecordings",),
    "orchestrator.carriers.http_host.telephony": ("HttpTelephony",),
    "orchestrator.carrying": ("LiveDatabase", "SimulatedDatabase"),
    "orchestrator.database_health": ("DatabaseHealth",),
    "orchestrator.integrity.erasing": ("NoContact", "NothingToErase", "StillOpen"),
    "orchestrator.integrity.erasing_recordings": ("NoRecordingStore",),
    "orchestrator.log.errors": (
        "BadLogUrl", "CompressionMissing", "Conflict", "LogClosed", "LogFault", "LogFull",
        "LogMoved", "LogUnavailable", "NoSuchLog", "UnknownTopic", "UnreadableEvent", "ViewsBehind",
    ),
    "orchestrator.ports.agent": (
        "Agent", "Move", "Moves", "Say", "Turn", "TurnNews", "UseTool",
    ),
    "orchestrator.ports.answers": ("Accepted", "Answer", "NotTaken", "Refused", "Unknown"),
    "orchestrator.ports.clock": ("Clock",),
    "orchestrator.ports.host_agent": ("HostAgent",),
    "orchestrator.ports.ids": ("Ids",),
    "orchestrator.ports.messaging": ("Messaging", "MessagingOffers", "TextFound"),
    "orchestrator.ports.outside": ("NotCarriedHere",),
    "orchestrator.ports.recordings": (
        "Fetched", "RecordingStore", "RecordingStoreFailed", "Recordings", "Sound",
    ),
    "orchestrator.ports.reports": (
        "Bridged", "Ended", "LegStatus", "Recording", "Report", "Spoken", "TextStatus",
        "Transcript",
    ),
    "orchestrator.ports.telephony": (
        "CallFound", "LegFound", "Telephony", "TelephonyOffers", "Verdict",
    ),
    "orchestrator.ports.understanding": ("AnswerToRead", "Opinion", "Understanding"),
    "orchestrator.ports.webhooks": ("Reply", "WebhookSender"),
    "orchestrator.provider_reports.receiver": ("ReportReceiver",),
    "orchestrator.reading": ("CallReader", "ReadOnly"),
    "orchestrator.runtime.inbound": ("UnknownNumber",),
    "orchestrator.runtime.inbound_texts": ("ReceivedText",),
    "orchestrator.runtime.live_count": ("TooManyCalls",),
    "orchestrator.runtime.lost_gateway": ("CarrierOfWorkspace",),
    "orchestrator.sandbox.sessions": (
        "NoSuchPhone", "NotATest", "NotRinging", "PhonePlan", "Sandbox",
    ),
    "orchestrator.settings": ("Settings",),
    "orchestrator.simulation.virtual_time": ("NothingToWaitFor", "run_virtually"),
    "orchestrator.system.clock": ("SystemClock",),
    "orchestrator.system.ids": ("RandomIds",),
    "orchestrator.system.recording_storage": ("BadRecordingPlace", "RecordingStorage"),
    "orchestrator.system.side_processes": ("SideProcessFailed", "TooExpensive", "TooManyWaiting"),
    "orchestrator.system.webhook_sender": ("HttpSender",),
    "orchestrator.telemetry.logs": ("configure_logs", "mask_numbers"),
    "orchestrator.telemetry.providers": ("Telemetry",),
    "orchestrator.telemetry.tracing": ("trace_id",),
    "orchestrator.webhooks.outgoing.delivery_store": ("DeliveryAttempt",),
    "orchestrator.webhooks.outgoing.endpoints": ("NoSuchEndpoint", "TooManyEndpoints"),
    "orchestrator.webhooks.outgoing.service": ("WebhookService",),
    "orchestrator.workspaces.editor": ("WorkspaceEditor",),
    "orchestrator.workspaces.errors": (
        "InvalidChange", "NotFound", "PieceProblem", "Stale", "WorkspaceExists",
    ),
    "orchestrator.workspaces.etags": ("ABSENT", "ANY", "etag_of", "flow_piece", "job_piece"),
    "orchestrator.workspaces.file.problems": ("InvalidFile", "InvalidWorkspace"),
    "orchestrator.workspaces.forms": (
        "FlowForm", "InboxForm", "JobForm", "MemberForm", "NumberForm", "WorkspaceForm",
    ),
    "orchestrator.workspaces.repository": ("NumberTaken", "TooManyChanges"),
    "orchestrator.workspaces.used_today": ("UsedToday",),
    "projections.calls.queries": ("CallSummary",),
    "projections.inbox.items": ("Item",),
    "projections.inbox.queries": ("Thread",),
    "projections.parked.queries": ("ParkedEvent",),
    "projections.projections": ("NewerViews",),
    "projections.replay.state": ("CallSnapshot", "Change", "NoSuchEvent"),
    "projections.replay.timeline": ("Step", "TimelineLine"),
    "projections.reports.figures": ("Figures",),
    "projections.reports.question": (
        "BadQuestion", "By", "FigureChoices", "FiguresReport", "Question",
    ),
    "projections.runner.rebuild": ("RebuildOvertaken",),
    "projections.transfers.queries": ("Trail",),
    "projections.voicemails.queries": ("KeptRecording",),
}
# fmt: on
"""Each public name below the module that defines it, as under ``TYPE_CHECKING`` above."""
_DEFINED_AS: Final = {
    "AgentQuestion": "Question",
    "FigureChoices": "Choices",
    "FiguresReport": "Report",
    "DeliveryAttempt": "Attempt",
}
"""Names that would be ambiguous here, and what they are called where they are defined."""
_MODULES: Final = {name: module for module, names in _NAMES.items() for name in names}


def _public(name: str) -> Any:
    """Import a public name when it is first used; raises ``AttributeError`` for any other."""
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415 - imports much, and is seldom asked

        value: Any = version("hookflash")
    elif name in _MODULES:
        value = _load(_MODULES[name], name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def _load(module: str, name: str) -> Any:
    try:
        loaded = import_module(f"{__name__}.{module}")
    except ModuleNotFoundError as error:
        raise ImportError(
            f"hookflash.{name} needs {error.name}, which comes with an extra: "
            "pip install 'hookflash[http]', 'hookflash[recordings]', 'hookflash[serve]' or "
            "'hookflash[telemetry]'"
        ) from error
    return getattr(loaded, _DEFINED_AS.get(name, name))


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


if not TYPE_CHECKING:  # a type checker would take any name for a public one
    __getattr__ = _public
