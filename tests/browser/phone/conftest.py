"""An office whose phones are tabs, and two browsers with microphones of their own."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from hookflash.orchestrator.carriers.voice.models import speech_installed
from tests.browser.phone.microphone import Microphone, phone_page, spoken
from tests.browser.phone.office import FRONT_DESK, ON_CALL, PhoneOffice, phone_office

BOOK = "I'd like to make an appointment, please."
PERSON = "Could I talk to a person?"
YES = "Yes, please."
MESSAGE = "Hi, this is Dana. Please call me back about my bill. Thank you very much."


@pytest.fixture(scope="package")
def office(
    browser_here: None,  # noqa: ARG001 - skips first
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[PhoneOffice]:
    """One office for all tests here."""
    if not speech_installed():
        pytest.skip("no speech here: pip install 'hookflash[speech]'")
    with phone_office(tmp_path_factory.mktemp("phone")) as running:
        running.warm_up()
        yield running


@pytest.fixture(scope="package")
def microphone(
    office: PhoneOffice,  # noqa: ARG001 - skips first
    tmp_path_factory: pytest.TempPathFactory,
) -> Microphone:
    """The caller's microphone."""
    file = tmp_path_factory.mktemp("microphone") / "caller.wav"
    return Microphone(file, spoken(BOOK, PERSON, YES, MESSAGE))


@pytest.fixture(scope="package")
def browsers(
    microphone: Microphone, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Browser, Browser]]:
    """The caller's browser, and the member's, whose microphone says a message over and over."""
    file = tmp_path_factory.mktemp("member") / "member.wav"
    with sync_playwright() as driver:
        members = Microphone(file, {})
        file.write_bytes(microphone.endless(MESSAGE))
        pair = microphone.browser(driver.chromium), members.browser(driver.chromium)
        yield pair
        for one in pair:
            one.close()


@pytest.fixture
def caller(
    office: PhoneOffice, browsers: tuple[Browser, Browser], microphone: Microphone
) -> Iterator[Page]:
    """The caller's phone; they say nothing yet."""
    microphone.be_silent()
    page = phone_page(browsers[0], office.page("caller"))
    yield page
    page.context.close()


@pytest.fixture
def on_call(office: PhoneOffice, browsers: tuple[Browser, Browser]) -> Iterator[Page]:
    """The phone of a member who presses 1 to accept."""
    page = phone_page(browsers[1], office.page(ON_CALL))
    yield page
    page.context.close()


@pytest.fixture
def front_desk(office: PhoneOffice, browsers: tuple[Browser, Browser]) -> Iterator[Page]:
    """The phone of a member."""
    page = phone_page(browsers[1], office.page(FRONT_DESK))
    yield page
    page.context.close()
