"""The call's tools, for a model in a pipeline."""

from typing import Any

from pipecat.adapters.llm.schemas.function_schema import FunctionSchema
from pipecat.adapters.llm.schemas.tools_schema import ToolsSchema
from pipecat.frames.frames import FunctionCallResultProperties
from pipecat.services.llm_service import FunctionCallParams, LLMService

from hookflash.orchestrator.agents.desk.agent_tool import AgentTool
from hookflash.orchestrator.agents.pipecat.talk import Talk


class StrictTool(FunctionSchema):
    """A tool without arguments, as strict as models let it be."""

    def __init__(self, tool: AgentTool) -> None:
        super().__init__(tool.name, tool.description, properties={}, required=[])
        self._tool = tool

    def to_default_dict(self) -> dict[str, Any]:
        """The tool as models are offered it, which forbids all arguments."""
        said = {"name": self._tool.name, "description": self._tool.description}
        return {**said, "parameters": self._tool.parameters}


def tools_schema(tools: tuple[AgentTool, ...]) -> ToolsSchema:
    """The tools of a call, as an ``LLMContext`` takes them."""
    return ToolsSchema(standard_tools=[StrictTool(tool) for tool in tools])


def register(llm: LLMService[Any], talk: Talk) -> None:
    """Have all tool calls of ``llm`` decided by the desk, also of tools that do not exist.

    A tool that the host registered by its name stays the host's. A barge-in cancels no call: its
    effect may have happened.
    """

    async def use(params: FunctionCallParams) -> None:
        name, arguments = params.function_name, params.arguments
        result = await talk.use_tool(name, arguments, params.tool_call_id)
        silent = FunctionCallResultProperties(run_llm=False)
        properties = None if result.may_reply else silent
        await params.result_callback(result.text, properties=properties)

    llm.register_function(None, use, cancel_on_interruption=False)
