"""Editing the carriers of a workspace: what is wrong is named by its field."""

from collections.abc import Iterator

import pytest

from hookflash.orchestrator.workspaces.errors import InvalidChange
from hookflash.orchestrator.workspaces.forms import CarrierForm, NumberForm
from tests.unit.configured_carriers.payphone import payphones
from tests.unit.workspace_editing.office import HARBOR, NUMBER, Office, in_office

SETTINGS = {"account": "PP1", "token": "secret:main"}
MAIN = CarrierForm(name="main", kind="payphone", settings=SETTINGS)


@pytest.fixture(autouse=True)
def kinds() -> Iterator[None]:
    """Payphones are known."""
    with payphones():
        yield


def test_a_carrier_is_added_changed_and_removed() -> None:
    """It may become one of another kind, under the same name."""

    async def check(office: Office) -> None:
        await office.editor.save_carrier(HARBOR, MAIN)
        spare = CarrierForm(name="main", kind="simulator")
        after = await office.editor.save_carrier(HARBOR, spare)
        assert after.carriers["main"].ref == "simulator/main"
        assert not (await office.editor.remove_carrier(HARBOR, "main")).carriers
        assert await office.happened() == ["CarrierSaved", "CarrierSaved", "CarrierRemoved"]

    in_office(check)


@pytest.mark.parametrize(
    ("wrong", "paths"),
    [
        ({"name": "Main line"}, ["name"]),
        ({"name": ""}, ["name"]),
        ({"kind": "payphon"}, ["kind"]),
        ({"settings": {}}, ["settings.account", "settings.token"]),
        ({"settings": {**SETTINGS, "token": "itself"}}, ["settings.token"]),
        ({"settings": {**SETTINGS, "texts": "perhaps"}}, ["settings.texts"]),
        ({"settings": {**SETTINGS, "base_url": "https://x"}}, ["settings.base_url"]),
    ],
)
def test_each_mistake_is_named_by_its_field(wrong: dict[str, object], paths: list[str]) -> None:
    """With how to mend it, and without what was written where a secret belongs."""

    async def check(office: Office) -> None:
        with pytest.raises(InvalidChange) as refused:
            await office.editor.save_carrier(HARBOR, MAIN.model_copy(update=wrong))
        problems = refused.value.problems
        assert [one.path for one in problems] == paths
        assert all(one.wrong and one.right for one in problems)
        assert "“itself”" not in str(refused.value)
        assert await office.happened() == []

    in_office(check)


def test_a_carrier_that_a_number_has_is_not_removed() -> None:
    """The number is named, and what to do about it."""

    async def check(office: Office) -> None:
        await office.editor.save_carrier(HARBOR, MAIN)
        before = await office.now()
        number = before.numbers[NUMBER]
        form = NumberForm(number=NUMBER, registration=number.registration, carrier="main")
        await office.editor.save_number(HARBOR, form)
        with pytest.raises(InvalidChange) as refused:
            await office.editor.remove_carrier(HARBOR, "main")
        assert str(refused.value) == (
            f"numbers “{NUMBER}”: carrier: the number still has the carrier “main”. "
            "Choose another carrier for the number first."
        )
        await office.editor.save_number(HARBOR, form.model_copy(update={"carrier": None}))
        assert not (await office.editor.remove_carrier(HARBOR, "main")).carriers

    in_office(check)
