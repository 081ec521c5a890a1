"""A tool as a model is offered it: named, described, and without arguments."""

from functools import lru_cache
from typing import Any

from hookflash.domain.call.sentences import question_for
from hookflash.domain.job.action import SavedAction, SendSms
from hookflash.domain.value import Value


class AgentTool(Value):
    """One of a call's tools. It takes no arguments: the saved job holds all that it needs.

    ``name`` is what the model calls, and ``description`` what then happens.
    """

    name: str
    description: str

    @property
    def parameters(self) -> dict[str, Any]:
        """The JSON schema of the arguments: an object without properties."""
        return {"type": "object", "properties": {}, "required": [], "additionalProperties": False}

    def openai(self) -> dict[str, Any]:
        """The tool as OpenAI's chat completions take it, and what follows their form."""
        function = {
            "name": self.name,
            "description": self.description,
            "strict": True,
            "parameters": self.parameters,
        }
        return {"type": "function", "function": function}

    def anthropic(self) -> dict[str, Any]:
        """The tool as Anthropic's messages take it."""
        said = {"name": self.name, "description": self.description}
        return {**said, "input_schema": self.parameters}

    def mcp(self) -> dict[str, Any]:
        """The tool as an MCP server lists it."""
        return {"name": self.name, "description": self.description, "inputSchema": self.parameters}


@lru_cache(maxsize=1_024)
def tool_for(saved: SavedAction, language: str) -> AgentTool:
    """The tool that runs ``saved`` on a call in ``language``; remembered, as each turn has it."""
    action = saved.action
    if isinstance(action, SendSms):
        does = (
            "Sends this text to the caller's number, exactly as it is written here: "
            f"“{action.body}” Tell the caller before you use it. Use it once, unless the caller "
            "asks for the text again."
        )
    else:
        question = question_for(action.destination, language)
        does = (
            f"Has the system ask the caller: “{question}” Only if the caller then agrees is the "
            "call transferred, and you leave it for good. Do not ask the question yourself, and "
            "say nothing after you use it until you are told that you may."
        )
    return AgentTool(name=saved.tool, description=f"{does} For the job “{saved.job}”.")
