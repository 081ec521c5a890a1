"""What a workspace file may say about carriers."""

from collections.abc import Iterator

import pytest

from hookflash.orchestrator.workspaces.carrier_limits import check_document
from hookflash.orchestrator.workspaces.carrier_offers import CarrierLimits, unscreened
from hookflash.orchestrator.workspaces.file.problems import InvalidWorkspace
from hookflash.orchestrator.workspaces.file.workspace_file import workspace_in
from tests.unit.configured_carriers.payphone import PayphoneKind, office, payphones


@pytest.fixture(autouse=True)
def kind() -> Iterator[PayphoneKind]:
    """Payphones are known."""
    with payphones() as known:
        yield known


def problems(settings: str) -> str:
    """What is wrong with a carrier written as ``settings``."""
    text = office().replace("payphone: {account: PP1, token: secret:main}", settings)
    assert settings in text
    with pytest.raises(InvalidWorkspace) as error:
        workspace_in(text.encode(), "office.yaml")
    return str(error.value)


def test_a_carrier_keeps_its_settings_but_the_usual_ones() -> None:
    """Written out or not, a default is the same; a secret stays a name."""
    text = office(texts="true", host_speaks="yes").encode()
    (carrier,) = workspace_in(text, "office.yaml").carriers
    assert carrier.ref == "payphone/main"
    assert carrier.settings == {"account": "PP1", "token": "secret:main", "host_speaks": True}
    assert carrier.secrets == ("main",)


@pytest.mark.parametrize(
    "written",
    [
        "abcd-efgh",
        "secret:other-workspace/main",
        "secret:../x",
        '"secret:"',
        "secret:Main",
        "secret:a_b",
        '"secret:m\uff41in"',
        '"secret:main\u200b"',
        "DATABASE_URL",
        "env:DATABASE_URL",
        "file:/etc/passwd",
        '"${TOKEN}"',
        "[abcd-efgh]",
    ],
)
def test_a_setting_that_names_no_secret_of_the_workspace_is_refused(written: str) -> None:
    """The value itself may be the secret, so it is not repeated."""
    said = problems(f"payphone: {{account: PP1, token: {written}}}")
    assert said.startswith("office.yaml: carriers.main.payphone.token (line 3): ")
    assert written.strip("[]") not in said.replace("secret:NAME", "").replace("secret:main", "")


@pytest.mark.parametrize("key", ["url", "base_url", "public_url", "host", "endpoint"])
def test_a_workspace_sets_no_url(key: str) -> None:
    """It could point the process at private addresses, with the account's secret."""
    said = problems(f"payphone: {{account: PP1, token: secret:main, {key}: http://10.0.0.1}}")
    assert f"unknown key “{key}”. Remove it: URLs are set by the operator" in said
    assert "10.0.0.1" not in said


def test_what_exists_is_listed_with_what_does_not() -> None:
    """Kinds, and the settings of a kind."""
    found = problems("carrier-pigeon: {}")
    assert "There are " in found
    assert "simulator, " in found
    assert "payphone." in found
    assert "Did you mean “payphone”?" in problems("payphon: {}")
    said = problems("payphone: {account: PP1, tokn: secret:main}")
    assert "unknown key “tokn”. Did you mean “token”?" in said
    assert "carriers.main.payphone.token (line 3): “token” is missing. Write “token: …”." in said
    said = problems("payphone: {account: PP1, token: secret:main, colour: red}")
    assert "The keys here are account, token, host_speaks, texts, screens, fails" in said


def test_a_number_has_a_carrier_that_there_is() -> None:
    """Otherwise the names are listed."""
    text = office().replace("carrier: main", "carrier: mane")
    with pytest.raises(InvalidWorkspace, match=r"there is no carrier “mane”. Did you mean “main”"):
        workspace_in(text.encode(), "office.yaml")


def test_what_a_carrier_cannot_do_is_refused_with_its_name() -> None:
    """Each job is held against the carriers of the numbers that have it."""
    document = workspace_in(office(texts="false").encode(), "office.yaml")
    with pytest.raises(InvalidWorkspace) as error:
        check_document(document, CarrierLimits(), "office.yaml")
    assert "the carrier “main” (payphone) sends no texts" in str(error.value)
    other = document.numbers[0].model_copy(update={"carrier": ""})
    check_document(document.model_copy(update={"numbers": (other,)}), CarrierLimits(), "x")


def test_a_carrier_that_cannot_ask_for_the_key_is_warned_about() -> None:
    """The phone's own voicemail would get the caller, unless the member accepts by answering."""
    document = workspace_in(office().encode(), "office.yaml")
    (warning,) = unscreened(document)
    assert warning.path == "members “Dana”: accept"
    assert "the carrier “main” (payphone) cannot ask for the key 1" in warning.wrong
    assert not list(unscreened(workspace_in(office(screens="true").encode(), "x")))
    answering = office().replace("+14155550101", '+14155550101", accept: "answer')
    assert not list(unscreened(workspace_in(answering.encode(), "x")))
