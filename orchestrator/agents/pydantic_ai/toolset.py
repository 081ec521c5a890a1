"""The tools of a desk, for an agent of pydantic-ai that the host runs itself."""

from typing import Any, Final, cast

from pydantic_ai import RunContext
from pydantic_ai.messages import ModelResponse
from pydantic_ai.toolsets import AbstractToolset
from pydantic_ai.toolsets.abstract import ToolsetTool
from pydantic_core import SchemaValidator

from hookflash.domain.call.effects import Speech
from hookflash.orchestrator.agents.desk.desk import Desk
from hookflash.orchestrator.agents.desk.model_output import arguments_of
from hookflash.orchestrator.agents.desk.repeated_ids import call_of_model
from hookflash.orchestrator.agents.pydantic_ai.definition import definition


class _Anything:
    """Lets any arguments through: the core is to see, record and refuse them."""

    def validate_json(self, input: str | bytes | bytearray, **_: Any) -> dict[str, object]:  # noqa: A002 - as declared
        """The arguments in ``input``, whether it is JSON or not."""
        return arguments_of(input if isinstance(input, str) else input.decode(errors="replace"))

    def validate_python(self, input: Any, **_: Any) -> dict[str, object]:  # noqa: A002 - as declared
        """The arguments in ``input``."""
        return arguments_of(input)


_ANYTHING: Final = _Anything()


class HookflashToolset(AbstractToolset[Any]):
    """The tools of ``desk``. Give it to an agent for each of its runs: ``toolsets=[…]``.

    The result of a tool is a sentence for the model. Whatever the model calls reaches the core:
    arguments and invented tools are recorded and refused. Check ``may_reply`` before you play what
    the model said: it is False once the caller is being asked about a transfer.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.may_reply = True
        """Whether the model may still speak in this run."""
        self.speeches: tuple[Speech, ...] = ()
        """What to play word for word, where the telephony does not speak itself."""

    @property
    def id(self) -> str:
        """The id of the toolset, which is that of its call."""
        return f"hookflash/{self._desk.call_id}"

    async def for_run(self, ctx: RunContext[Any]) -> "HookflashToolset":  # noqa: ARG002 - as declared
        """Begin a run."""
        self.may_reply, self.speeches = True, ()
        return self

    async def get_instructions(self, ctx: RunContext[Any]) -> str:  # noqa: ARG002 - as declared
        """The instructions of the desk."""
        return self._desk.instructions

    async def get_tools(self, ctx: RunContext[Any]) -> dict[str, ToolsetTool[Any]]:
        """The call's tools; has the core refuse those that the model invented before."""
        await self._report_invented(ctx)
        return {
            tool.name: ToolsetTool(
                toolset=self,
                tool_def=definition(tool),
                max_retries=0,
                args_validator=cast("SchemaValidator", _ANYTHING),
            )
            for tool in self._desk.tools
        }

    async def call_tool(
        self,
        name: str,
        tool_args: dict[str, Any],
        ctx: RunContext[Any],
        tool: ToolsetTool[Any],  # noqa: ARG002 - as declared
    ) -> str:
        """Have the core decide a tool call; returns what the model is told of it."""
        return await self._call(name, tool_args, ctx.tool_call_id or "")

    async def _report_invented(self, ctx: RunContext[Any]) -> None:
        """Tell the desk of the last calls of tools that nobody has, which pydantic-ai refused."""
        last = next((one for one in reversed(ctx.messages) if isinstance(one, ModelResponse)), None)
        manager = ctx.tool_manager
        if last is None or manager is None or manager.tools is None:
            return
        for call in last.tool_calls:
            if call.tool_name not in manager.tools:
                await self._call(call.tool_name, arguments_of(call.args), call.tool_call_id)

    async def _call(self, name: str, arguments: object, known: str) -> str:
        result = await call_of_model(self._desk, name, arguments, known)
        self.may_reply = self.may_reply and result.may_reply
        self.speeches += result.speeches
        return result.text
