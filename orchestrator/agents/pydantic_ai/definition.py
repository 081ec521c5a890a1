"""A tool of a call as pydantic-ai defines tools."""

from pydantic_ai.tools import ToolDefinition

from hookflash.orchestrator.agents.desk.agent_tool import AgentTool


def definition(tool: AgentTool) -> ToolDefinition:
    """The definition of ``tool``: strict, without arguments, never at the same time as another."""
    return ToolDefinition(
        name=tool.name,
        description=tool.description,
        parameters_json_schema=tool.parameters,
        strict=True,
        sequential=True,
    )
