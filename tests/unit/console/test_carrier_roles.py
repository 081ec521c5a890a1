"""Only a key with the role administer changes carriers, also from a form that is open already."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import AsyncMock, patch

import pytest
from nicegui import Client, PageArguments, ui
from starlette.datastructures import QueryParams

from hookflash.domain.access.events import Role
from hookflash.domain.access.keys import Key
from hookflash.domain.workspace.carrier import Carrier
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.console import current
from hookflash.orchestrator.console.controls import Button
from hookflash.orchestrator.console.settings import carriers
from hookflash.orchestrator.console.settings.carriers import Carriers
from hookflash.orchestrator.console.settings.piece_dialog import PieceDialog
from hookflash.orchestrator.console.visit import begin_visit
from hookflash.orchestrator.http.auth import Asker
from hookflash.orchestrator.workspaces.forms import CarrierForm
from tests.cast import NOON

SPARE = Carrier(name="spare", kind="simulator")
OFFICE = Workspace("cafe", name="Cafe", agent="Sona", carriers={"spare": SPARE})


class Editor:
    """Notes what it is asked to change."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def save_carrier(self, _: str, carrier: CarrierForm, **__: Any) -> Workspace:
        """Save a carrier."""
        self.asked.append(f"save {carrier.name}")
        return OFFICE

    async def remove_carrier(self, _: str, name: str) -> Workspace:
        """Remove a carrier."""
        self.asked.append(f"remove {name}")
        return OFFICE


@contextmanager
def signed_in(role: Role) -> Iterator[Client]:
    """A page opened with a key of ``role``; every question is answered with yes."""
    client = Client(ui.page("/"), request=None)
    key = Key("k", "", role, salt="", secret_hash="", issued_at=NOON)
    client.storage["asker"] = Asker("cafe", key)
    with client, ui.element("div") as frame:
        shown = PageArguments(
            path="/settings",
            frame=cast("Any", frame),
            path_parameters={},
            query_parameters=QueryParams(),
            data={},
        )
        begin_visit(client, shown)
        with (
            patch.object(current, "still_signed_in", AsyncMock(return_value=True)),
            patch.object(carriers, "confirmed", AsyncMock(return_value=True)),
        ):
            yield client


async def tried(role: Role) -> tuple[list[str], list[str]]:
    """The buttons that a key with ``role`` has, and what pressing what they lead to changes."""
    editor, forms = Editor(), list[PieceDialog]()
    center = SimpleNamespace(workspaces=editor, has_telephony=False)

    class Form(PieceDialog):
        def __init__(self, *arguments: Any, **more: Any) -> None:
            super().__init__(*arguments, **more)
            forms.append(self)

    with (
        signed_in(role) as client,
        patch.object(carriers, "running", lambda: SimpleNamespace(center=center)),
        patch.object(carriers, "PieceDialog", Form),
    ):
        tab = Carriers(OFFICE, may=True)
        tab._edit("spare")
        words = [one.text for one in client.elements.values() if isinstance(one, Button)]
        await forms[0]._try()
        await tab._remove("spare")
    return words, editor.asked


@pytest.mark.parametrize("role", ["read", "operate", "configure"])
def test_a_key_without_the_role_changes_no_carrier(role: Role) -> None:
    """It has no button for that, and what a button would do is refused all the same."""
    words, changed = asyncio.run(tried(role))
    assert changed == []
    assert not {"Add a carrier", "Save"} & {*words}


def test_a_key_with_the_role_changes_carriers() -> None:
    """It has the buttons, and they work."""
    words, changed = asyncio.run(tried("administer"))
    assert changed == ["save spare", "remove spare"]
    assert {"Add a carrier", "Save"} <= {*words}
