"""Agents built with pydantic-ai. Needs ``hookflash[pydantic-ai]``.

- :class:`PydanticAIAgent` is an agent for ``CallCenter.open(agent=…)``: Hookflash runs it.
- :class:`HookflashToolset` is for an agent that you run yourself, at a desk.
- :class:`PydanticAIUnderstanding` reads the caller's answers beside the rules.
"""

try:
    import pydantic_ai as _pydantic_ai  # noqa: F401
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "hookflash.pydantic_ai needs pydantic-ai: pip install 'hookflash[pydantic-ai]'",
        name=error.name,
    ) from error

from hookflash.orchestrator.agents.pydantic_ai.agent import PydanticAIAgent, TooManyRetries
from hookflash.orchestrator.agents.pydantic_ai.toolset import HookflashToolset
from hookflash.orchestrator.agents.pydantic_ai.understanding import PydanticAIUnderstanding

__all__ = ["HookflashToolset", "PydanticAIAgent", "PydanticAIUnderstanding", "TooManyRetries"]
