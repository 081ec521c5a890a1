"""What a model is given at the start of a call."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from hookflash import AgentTool
from hookflash.testing import in_virtual_time
from tests.unit.desk.hosted import OFFICE, hosted

EMPTY = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}


def office(folder: Path, changes: Mapping[str, str]) -> Path:
    """The tutorial's office, with some of its text replaced."""
    text = OFFICE.read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new, 1)
    file = folder / "office.yaml"
    file.write_text(text, encoding="utf-8")
    return file


@in_virtual_time
async def test_each_action_is_named_by_its_tool() -> None:
    """And the tool says what will happen: the text in full, the question, the destination."""
    async with hosted() as host:
        told = host.desk.instructions
        assert "you'll text the scheduling link now, then [send_sms_1]. Confirm" in told
        assert "If the caller asks for a person, [transfer_call_2]" in told
        text, transfer, _ = host.desk.tools
        assert "exactly as it is written here: “https://example.com/book”" in text.description
        assert "“Would you like me to transfer you to Scheduling?”" in transfer.description


@in_virtual_time
async def test_the_rules_leave_consent_and_claims_to_the_system() -> None:
    """The rules of every call, and what the system does itself about danger."""
    async with hosted() as host:
        told = host.desk.instructions
        assert "Speak English (en)" in told
        assert "Never ask for that consent yourself" in told
        assert "before a tool's result says so" in told
        assert "“This sounds like an emergency. Please hang up now and dial 911.”" in told


def test_the_language_of_the_call_is_told(tmp_path: Path) -> None:
    """The question is the one that the caller hears."""
    changes = {"workspace: Harbor Dental": "workspace: Harbor Dental\nlanguage: es-MX"}

    @in_virtual_time
    async def scene() -> None:
        async with hosted(office(tmp_path, changes)) as host:
            assert "Speak Spanish (es-MX)" in host.desk.instructions
            assert "“¿Quiere que le transfiera a Scheduling?”" in host.desk.tools[1].description

    scene()


TOOL = AgentTool(name="send_sms_1", description="Sends it.")
SHAPES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "openai": (
        TOOL.openai(),
        {
            "type": "function",
            "function": {
                "name": "send_sms_1",
                "description": "Sends it.",
                "strict": True,
                "parameters": EMPTY,
            },
        },
    ),
    "anthropic": (
        TOOL.anthropic(),
        {"name": "send_sms_1", "description": "Sends it.", "input_schema": EMPTY},
    ),
    "mcp": (TOOL.mcp(), {"name": "send_sms_1", "description": "Sends it.", "inputSchema": EMPTY}),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_tool_takes_no_arguments_in_any_form(shape: str) -> None:
    """The schema is strict: an object without properties."""
    given, wanted = SHAPES[shape]
    assert given == wanted
