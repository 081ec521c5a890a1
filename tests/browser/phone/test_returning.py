"""Tabs that are closed, or lose their server, in each state of a call."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Shoot
from tests.browser.looks import in_every_look
from tests.browser.phone.calling import ask_for_a_person, begin, said, status, type_in, wait_for
from tests.browser.phone.conftest import MESSAGE
from tests.browser.phone.microphone import Microphone, sound_is_heard
from tests.browser.phone.office import PhoneOffice

LOST = "The connection was lost. Connecting again"


def test_a_member_presses_1_and_closing_their_tab_ends_the_call(
    office: PhoneOffice, caller: Page, on_call: Page
) -> None:
    """Before the key they do not have the caller."""
    ask_for_a_person(office, caller)
    on_call.get_by_role("button", name="Answer").click()
    expect(on_call.get_by_role("heading", name="Press 1")).to_be_visible()
    expect(status(caller)).to_contain_text("Ringing the office")
    on_call.get_by_role("button", name="Press 1").click()
    expect(status(caller)).to_contain_text("Connected with On Call")
    sound_is_heard(caller)
    on_call.close(run_before_unload=True)
    expect(said(caller)).to_contain_text("They hung up.")
    wait_for(lambda: office.latest()["outcome"] == "transferred")


def test_closing_the_callers_tab_stops_the_ringing(
    office: PhoneOffice, caller: Page, front_desk: Page, shot: Shoot
) -> None:
    """The member sees why."""
    ask_for_a_person(office, caller)
    expect(front_desk.get_by_role("button", name="Answer")).to_be_visible()
    in_every_look(front_desk, shot, "phone-member-ringing")
    in_every_look(caller, shot, "phone-caller-ringing")
    caller.close(run_before_unload=True)
    expect(front_desk.get_by_text("The last call: the call has ended.")).to_be_visible()
    wait_for(lambda: office.latest()["state"] == "ended")
    assert office.events("CallEnded")[0]["reason"] == "caller_hung_up"


def test_a_call_goes_on_when_the_server_is_started_again(
    office: PhoneOffice, caller: Page, front_desk: Page, microphone: Microphone
) -> None:
    """In the conversation, and in the talk with a member: both pages say that they reconnect."""
    begin(caller, "Call and type")
    office.restart()
    expect(caller.get_by_text(LOST)).to_be_hidden()
    type_in(caller, "Could I talk to a person?")
    expect(said(caller)).to_contain_text("Would you like me to transfer you to Scheduling?")
    wait_for(lambda: bool(office.events("SpeechHeard")))
    type_in(caller, "Yes, please.")
    front_desk.get_by_role("button", name="Answer").click()
    expect(status(caller)).to_contain_text("Connected with Front Desk")
    office.restart()
    for page in (caller, front_desk):
        expect(page.get_by_text(LOST)).to_be_hidden()
    microphone.say_first(caller, MESSAGE)
    sound_is_heard(front_desk)
    sound_is_heard(caller)
    front_desk.get_by_role("button", name="Hang up").click()
    expect(said(caller)).to_contain_text("They hung up.")
