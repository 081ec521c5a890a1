"""Hookflash in Pipecat pipelines: ``HookflashAgent(desk, llm)``. Needs ``hookflash[pipecat]``."""

try:
    import pipecat  # noqa: F401 - tells early, and by the name of the extra
except ImportError as error:
    raise ImportError("hookflash.pipecat needs Pipecat: pip install 'hookflash[pipecat]'") from error

from hookflash.orchestrator.agents.pipecat.agent import HookflashAgent

__all__ = ["HookflashAgent"]
