"""Hookflash in Pipecat pipelines. Needs ``hookflash[pipecat]``.

- :class:`HookflashAgent` puts a call's desk around the model of its pipeline.
- :class:`PipecatTelephony` speaks through pipelines, and has a carrier do the rest;
  :class:`DailyTelephony` is that carrier for Daily rooms.
"""

try:
    import pipecat  # noqa: F401 - says early, and by the name of the extra, what is missing
except ImportError as error:
    raise ImportError(
        "hookflash.pipecat needs Pipecat: pip install 'hookflash[pipecat]'"
    ) from error

from hookflash.orchestrator.agents.pipecat.agent import HookflashAgent
from hookflash.orchestrator.agents.pipecat.daily import (
    DailyHost,
    DailyRoom,
    DailyTelephony,
    NotOffered,
)
from hookflash.orchestrator.agents.pipecat.hang_up import HangsUpTransfers
from hookflash.orchestrator.agents.pipecat.talk import PipelineSettings
from hookflash.orchestrator.agents.pipecat.telephony import NoPipeline, PipecatTelephony

__all__ = [
    "DailyHost",
    "DailyRoom",
    "DailyTelephony",
    "HangsUpTransfers",
    "HookflashAgent",
    "NoPipeline",
    "NotOffered",
    "PipecatTelephony",
    "PipelineSettings",
]
