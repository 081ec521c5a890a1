"""The scripted agent: follows the jobs by rules, offline, without a model."""

from hookflash.orchestrator.agents.scripted.agent import ScriptedAgent

__all__ = ["ScriptedAgent"]
