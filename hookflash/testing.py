"""Test your own jobs, agents and adapters the way Hookflash tests itself.

- :func:`office` plays callers against a workspace, in virtual time.
- :func:`a_call` tells the story of one call as given, when, then: commands in, events out.
- ``MessagingContract``, ``TelephonyContract``, ``RecordingsContract``, ``RecordingStoreContract``,
  ``UnderstandingContract`` and ``WebhookSenderContract`` are test classes that an adapter must
  pass, and ``AgentContract`` one for agents. Only these need pytest:
  ``pip install 'hookflash[testing]'``.

Names are imported on first use.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from hookflash.domain.call import commands, events
    from hookflash.domain.call.commands import Recipient, Routing
    from hookflash.domain.call.events import Mailbox
    from hookflash.domain.job.action import Destination, SavedAction, SendSms, TransferCall
    from hookflash.domain.policy.texting import TextingFacts
    from hookflash.orchestrator.carriers.simulator.behaviour import (
        Behaviour,
        PhoneBehaviour,
        TextBehaviour,
    )
    from hookflash.orchestrator.carriers.simulator.messaging import SimulatedMessaging
    from hookflash.orchestrator.carriers.simulator.recordings import SimulatedRecordings
    from hookflash.orchestrator.carriers.simulator.telephony import SimulatedTelephony
    from hookflash.orchestrator.simulation.virtual_time import (
        NothingToWaitFor,
        SeededIds,
        VirtualClock,
        run_virtually,
    )
    from hookflash.orchestrator.testing.agent_stage import AgentStage
    from hookflash.orchestrator.testing.call_story import CallStory, Step, a_call
    from hookflash.orchestrator.testing.contracts import (
        AgentContract,
        DeskStage,
        MessagingContract,
        RecordingsContract,
        RecordingStoreContract,
        Reports,
        ReportTo,
        TelephonyContract,
        UnderstandingContract,
        WebhookReceiver,
        WebhookSenderContract,
        desk_stage,
        port_stage,
    )
    from hookflash.orchestrator.testing.expected_event import Such, such
    from hookflash.orchestrator.testing.played_call import PlayedCall
    from hookflash.orchestrator.testing.recordings import MemoryRecordings
    from hookflash.orchestrator.testing.scene import Scene
    from hookflash.orchestrator.testing.scripted_model import (
        ModelFailed,
        ModelReply,
        ScriptedModel,
        ToolUse,
    )
    from hookflash.orchestrator.testing.simulated_office import Office, in_virtual_time, office
    from hookflash.orchestrator.testing.steps import (
        PhoneReport,
        ProviderAnswer,
        TextReport,
        agent_answers,
        agent_says,
        agent_uses,
        call_comes_in,
        call_ends,
        caller_presses,
        caller_says,
        carrier_asks_about,
        carrier_connects,
        message_is_recorded,
        message_is_too_long,
        message_is_transcribed,
        phone_reports,
        question_lapses,
        ring_answer,
        ring_is_attempted,
        ring_times_out,
        step,
        text_answer,
        text_is_attempted,
        text_is_flagged,
        text_is_late,
        text_is_not_found,
        text_key,
        text_report,
        transfer_key,
        voicemail_answer,
        voicemail_is_attempted,
        voicemail_key,
    )
    from hookflash.orchestrator.time_machine.as_test import forked

__all__ = [
    "AgentContract",
    "AgentStage",
    "Behaviour",
    "CallStory",
    "DeskStage",
    "Destination",
    "Mailbox",
    "MemoryRecordings",
    "MessagingContract",
    "ModelFailed",
    "ModelReply",
    "NothingToWaitFor",
    "Office",
    "PhoneBehaviour",
    "PhoneReport",
    "PlayedCall",
    "ProviderAnswer",
    "Recipient",
    "RecordingStoreContract",
    "RecordingsContract",
    "ReportTo",
    "Reports",
    "Routing",
    "SavedAction",
    "Scene",
    "ScriptedModel",
    "SeededIds",
    "SendSms",
    "SimulatedMessaging",
    "SimulatedRecordings",
    "SimulatedTelephony",
    "Step",
    "Such",
    "TelephonyContract",
    "TextBehaviour",
    "TextReport",
    "TextingFacts",
    "ToolUse",
    "TransferCall",
    "UnderstandingContract",
    "VirtualClock",
    "WebhookReceiver",
    "WebhookSenderContract",
    "a_call",
    "agent_answers",
    "agent_says",
    "agent_uses",
    "call_comes_in",
    "call_ends",
    "caller_presses",
    "caller_says",
    "carrier_asks_about",
    "carrier_connects",
    "commands",
    "desk_stage",
    "events",
    "forked",
    "in_virtual_time",
    "message_is_recorded",
    "message_is_too_long",
    "message_is_transcribed",
    "office",
    "phone_reports",
    "port_stage",
    "question_lapses",
    "ring_answer",
    "ring_is_attempted",
    "ring_times_out",
    "run_virtually",
    "step",
    "such",
    "text_answer",
    "text_is_attempted",
    "text_is_flagged",
    "text_is_late",
    "text_is_not_found",
    "text_key",
    "text_report",
    "transfer_key",
    "voicemail_answer",
    "voicemail_is_attempted",
    "voicemail_key",
]

_HOMES: Final = {
    "hookflash.domain.call.commands": "commands Recipient Routing",
    "hookflash.domain.call.events": "events Mailbox",
    "hookflash.domain.job.action": "Destination SavedAction SendSms TransferCall",
    "hookflash.domain.policy.texting": "TextingFacts",
    "hookflash.orchestrator.carriers.simulator.behaviour": "Behaviour PhoneBehaviour TextBehaviour",
    "hookflash.orchestrator.carriers.simulator.messaging": "SimulatedMessaging",
    "hookflash.orchestrator.carriers.simulator.recordings": "SimulatedRecordings",
    "hookflash.orchestrator.carriers.simulator.telephony": "SimulatedTelephony",
    "hookflash.orchestrator.simulation.virtual_time": (
        "NothingToWaitFor SeededIds VirtualClock run_virtually"
    ),
    "hookflash.orchestrator.testing.agent_stage": "AgentStage",
    "hookflash.orchestrator.testing.call_story": "CallStory Step a_call",
    "hookflash.orchestrator.testing.contracts": (
        "AgentContract DeskStage MessagingContract RecordingStoreContract RecordingsContract "
        "ReportTo Reports TelephonyContract UnderstandingContract WebhookReceiver "
        "WebhookSenderContract desk_stage port_stage"
    ),
    "hookflash.orchestrator.testing.expected_event": "Such such",
    "hookflash.orchestrator.testing.played_call": "PlayedCall",
    "hookflash.orchestrator.testing.recordings": "MemoryRecordings",
    "hookflash.orchestrator.testing.scene": "Scene",
    "hookflash.orchestrator.testing.scripted_model": "ModelFailed ModelReply ScriptedModel ToolUse",
    "hookflash.orchestrator.testing.simulated_office": "Office in_virtual_time office",
    "hookflash.orchestrator.time_machine.as_test": "forked",
    "hookflash.orchestrator.testing.steps": (
        "PhoneReport ProviderAnswer TextReport agent_answers agent_says agent_uses call_comes_in "
        "call_ends caller_presses caller_says carrier_asks_about carrier_connects "
        "message_is_recorded message_is_too_long message_is_transcribed phone_reports "
        "question_lapses ring_answer ring_is_attempted ring_times_out step text_answer "
        "text_is_attempted text_is_flagged text_is_late text_is_not_found text_key text_report "
        "transfer_key voicemail_answer voicemail_is_attempted voicemail_key"
    ),
}
"""The public names of each module; the last part of a module's own name stands for the module."""
_HOME_OF: Final = {name: home for home, names in _HOMES.items() for name in names.split()}


if not TYPE_CHECKING:  # a type checker would take any name for one of this module

    def __getattr__(name: str) -> object:
        """Import ``name`` on first use (PEP 562)."""
        if name not in _HOME_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        home = import_module(_HOME_OF[name])
        value = home if home.__name__.endswith(f".{name}") else getattr(home, name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    """List the public names."""
    return __all__
