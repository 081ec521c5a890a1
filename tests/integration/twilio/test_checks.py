"""What ``hookflash carriers check`` finds about a Twilio account."""

from pathlib import Path

from hookflash import maintenance
from hookflash.carriers import SecretStore, WorkspaceCarriers
from hookflash.orchestrator.configured_carriers.checks import CarrierCheck
from tests.integration.twilio.office import DANA, HOOKS, OFFICE, SECRET, Office, play


async def checked(office: Office, log: str, token: str = "") -> CarrierCheck:
    """The check, as the command makes it."""
    secrets = SecretStore(None, {SECRET: token or office.twilio.world.account.token})
    carriers = WorkspaceCarriers(secrets, office.url, {"twilio": office.twilio.url})
    (check,) = await maintenance.check_carriers(log, carriers)
    return check


def found(check: CarrierCheck) -> dict[str, str]:
    """What is not right, by its subject."""
    return {one.subject: one.found for one in check.findings if one.status == "problem"}


def test_an_account_that_is_set_up_has_no_problem(tmp_path: Path) -> None:
    """Number, webhooks, signature and registration are right; what is not safe is a warning."""
    log = f"sqlite:///{tmp_path / 'log.db'}"

    async def story(office: Office) -> None:
        account = office.twilio.world.account
        account.numbers[OFFICE].messaging_service = "MG1"
        account.campaigns["MG1"] = "VERIFIED"
        account.line_types[DANA] = "landline"
        check = await checked(office, log)
        assert not found(check), check
        assert {one.subject for one in check.findings if one.status == "warning"} == {
            "webhooks",  # without TLS
            "phone of Sam",  # a mobile phone with a voicemail of its own
        }

    play(story, tmp_path, log=log)


def test_what_is_wrong_is_named_with_what_to_change(tmp_path: Path) -> None:
    """A wrong webhook, no registration, a member's number that does not exist, a wrong token."""
    log = f"sqlite:///{tmp_path / 'log.db'}"

    async def story(office: Office) -> None:
        office.twilio.control.number(OFFICE, voice_url="https://demo.example/voice", sms_url="")
        wrong = found(await checked(office, log))
        assert wrong[f"{OFFICE} voice webhook"] == "it is https://demo.example/voice"
        assert wrong[f"{OFFICE} text webhook"] == "it is not set"
        assert "none" in wrong[f"{OFFICE} registration"]
        changes = [one.change for one in (await checked(office, log)).findings]
        assert f"Set it to {office.url}{HOOKS}/voice" in changes
        del office.twilio.world.account.numbers[OFFICE]
        assert found(await checked(office, log))[OFFICE] == "the account does not have it"
        refused = await checked(office, log, "another-token")
        assert "does not accept the token" in refused.findings[0].found

    play(story, tmp_path, log=log)
