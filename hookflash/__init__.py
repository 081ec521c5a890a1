"""Hookflash: the part of an AI phone agent that acts, with every action in an event log.

Everything that a host needs is importable from here; ``carriers``, ``console``, ``http``,
``livekit``, ``maintenance``, ``mcp``, ``pipecat``, ``pydantic_ai`` and ``testing`` are public
submodules. All else may change without notice. Names are imported when they are first used, so that
``import hookflash`` costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from hookflash._names import DEFINED_AS, MODULES

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
    from hookflash.domain.contacts.card import ContactCard, Note
    from hookflash.domain.contacts.writing import InvalidCard, NoSuchNote
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
    from hookflash.orchestrator.call_views import CallView, CallViews, TooManyCallViews
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
    from hookflash.orchestrator.contact_ids import NoContact
    from hookflash.orchestrator.database_health import DatabaseHealth
    from hookflash.orchestrator.integrity.erasing import NothingToErase, StillOpen
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
    from hookflash.orchestrator.simulation.scenario import TestResult
    from hookflash.orchestrator.simulation.scenario_file import InvalidScenarios
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
    from hookflash.orchestrator.webhooks.outgoing.endpoints import (
        NoSuchDelivery,
        NoSuchEndpoint,
        NotSentAgain,
        TooManyEndpoints,
    )
    from hookflash.orchestrator.webhooks.outgoing.service import WebhookService
    from hookflash.orchestrator.workspaces.editor import WorkspaceEditor
    from hookflash.orchestrator.workspaces.errors import (
        InvalidChange,
        NotFound,
        PieceProblem,
        Stale,
        WorkspaceExists,
    )
    from hookflash.orchestrator.workspaces.etags import (
        ABSENT,
        ANY,
        etag_of,
        flow_piece,
        job_piece,
        scenarios_piece,
    )
    from hookflash.orchestrator.workspaces.file.problems import InvalidFile, InvalidWorkspace
    from hookflash.orchestrator.workspaces.forms import (
        FlowForm,
        InboxForm,
        JobForm,
        MemberForm,
        NumberForm,
        WorkspaceForm,
    )
    from hookflash.orchestrator.workspaces.job_scenarios import ScenariosFailed
    from hookflash.orchestrator.workspaces.repository import NumberTaken, TooManyChanges
    from hookflash.orchestrator.workspaces.used_today import UsedToday
    from hookflash.projections.calls.cursor import BadCursor
    from hookflash.projections.calls.filter import CallCounts, CallFilter, CallSort
    from hookflash.projections.calls.queries import CallSummary, cursor_after
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
    "AnswerToRead", "ApiKeys", "AskerRevoked", "BadCursor", "BadLogUrl", "BadQuestion",
    "BadRecordingPlace", "Bridged", "BriefedJob", "Briefing", "By", "Call", "CallCenter",
    "CallCounts", "CallEvent", "CallFilter", "CallFound", "CallReader", "CallSnapshot", "CallSort",
    "CallSummary", "CallView", "CallViews", "CarrierOfWorkspace", "Change", "Clock",
    "CompressionMissing", "Conflict", "ContactCard", "Conversation", "DatabaseHealth",
    "DeliveryAttempt", "Desk", "DeskTurn", "Ended", "EndpointForm", "Event", "FetchRecording",
    "Fetched", "FigureChoices", "Figures", "FiguresReport", "FindCall", "FindLegs", "FlowForm",
    "HandOver", "HangUp", "HookflashError", "Host", "HostAgent", "HostOffers", "HostUnavailable",
    "HttpMessaging", "HttpRecordings", "HttpSender", "HttpTelephony", "Ids", "InboxForm",
    "InvalidCard", "InvalidChange", "InvalidFile", "InvalidOffers", "InvalidScenarios",
    "InvalidText", "InvalidWords", "InvalidWorkspace", "Item", "JobForm", "KeptRecording",
    "KeyIssuedBefore", "Leg", "LegFound", "LegStatus", "Limits", "Line", "LiveDatabase",
    "LogClosed", "LogFault", "LogFull", "LogMoved", "LogUnavailable", "Mailbox", "MemberForm",
    "Messaging", "MessagingOffers", "Move", "Moves", "NameReused", "NewerViews", "News",
    "NoContact", "NoFixture", "NoRecordingStore", "NoSuchCall", "NoSuchDelivery", "NoSuchEndpoint",
    "NoSuchEvent", "NoSuchKey", "NoSuchLog", "NoSuchNote", "NoSuchPhone", "NotATest",
    "NotCarriedHere", "NotFound", "NotHosted", "NotRinging", "NotSentAgain", "NotTaken", "Note",
    "NothingToErase", "NothingToWaitFor", "NumberForm", "NumberTaken", "Opinion", "ParkedEvent",
    "PhonePlan", "PieceProblem", "PlayVoicemail", "PromiseFlag", "Question", "RandomIds",
    "ReadOnly", "RebuildOvertaken", "ReceivedText", "Recording", "RecordingStorage",
    "RecordingStore", "RecordingStoreFailed", "Recordings", "Refused", "ReleasePhone", "Reply",
    "Report", "ReportReceiver", "RingPhones", "Sandbox", "Say", "ScenariosFailed", "ScriptedAgent",
    "SendText", "Settings", "SideProcessFailed", "SimulatedDatabase", "Sound", "Speech", "Spoken",
    "Stale", "Step", "StillOpen", "StopRecording", "StopSpeaking", "SystemClock", "Telemetry",
    "Telephony", "TelephonyOffers", "TestResult", "TextFound", "TextStatus", "Thread",
    "TimelineLine", "TooExpensive", "TooManyCallViews", "TooManyCalls", "TooManyChanges",
    "TooManyEndpoints", "TooManyRefusals", "TooManyWaiting", "ToolResult", "ToolStep", "Trail",
    "Transcript", "Turn", "TurnNews", "Understanding", "Unknown", "UnknownNumber", "UnknownTopic",
    "UnreadableEvent", "UseTool", "UsedToday", "Verdict", "ViewsBehind", "WebhookSender",
    "WebhookService", "Workspace", "WorkspaceDocument", "WorkspaceEditor", "WorkspaceExists",
    "WorkspaceForm", "__version__", "configure_logs", "cursor_after", "etag_of", "flow_piece",
    "job_piece", "mask_numbers", "offers_of", "run_virtually", "scenarios_piece", "trace_id",
]
# fmt: on


def _public(name: str) -> Any:
    """Import a public name when it is first used; raises ``AttributeError`` for any other."""
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415 - imports much, and is seldom asked

        value: Any = version("hookflash")
    elif name in MODULES:
        value = _load(MODULES[name], name)
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
    return getattr(loaded, DEFINED_AS.get(name, name))


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


if not TYPE_CHECKING:  # a type checker would take any name for a public one
    __getattr__ = _public
