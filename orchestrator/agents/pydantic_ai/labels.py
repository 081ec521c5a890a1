"""How an agent of pydantic-ai is named in the log."""

from typing import Any

from pydantic_ai import Agent
from pydantic_ai.models import Model


def label_of(agent: Agent[Any, Any]) -> str:
    """The name of the agent's model."""
    model = agent.model
    name = model.model_name if isinstance(model, Model) else str(model or agent.name or "model")
    return f"{name} (pydantic-ai)"
