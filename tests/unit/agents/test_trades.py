"""Whole calls in several trades, with instructions in different styles."""

import pytest

from tests.unit.agents.driver import Core, job
from tests.unit.agents.trades import (
    CLINIC,
    GARAGE,
    KITCHENS,
    LANDLORD,
    LAW_OFFICE,
    PLUMBER,
    RESTAURANT,
    SALON,
    TAX_ADVISER,
    VET,
)


def test_a_plumber_asks_before_the_text() -> None:
    """A job's question is asked once; any answer leads on."""
    call = Core(PLUMBER).says("how much would you charge for a new boiler?")
    assert call.spoken == ["Could you tell me your address?"]
    call.says("12 Main Street")
    assert call.spoken[0] == "Thank you. I'll text you a link to our quote form now."
    assert call.sent == ["https://pipes.example/quote"]


def test_a_plumber_in_an_emergency() -> None:
    """What the job has to tell comes before the transfer question."""
    call = Core(PLUMBER).says("water is flooding my kitchen!")
    assert call.spoken[0] == "Help is on the way."
    assert call.proposed == ["On Call"]


def test_a_plumber_asked_for_the_office() -> None:
    """A request for a person takes precedence over other jobs."""
    assert Core(PLUMBER).says("I'd like to speak to the office").proposed == ["Office"]


def test_one_job_after_another() -> None:
    """In one call."""
    call = Core(PLUMBER).says("a quote please", "Elm Street 5", "yes", "and I have a burst pipe")
    assert call.proposed == ["On Call"]


def test_a_lawyer_takes_a_new_client() -> None:
    """Ask, text, transfer: in the order written, each waiting for the one before."""
    call = Core(LAW_OFFICE).says("I was injured and I need a lawyer")
    assert call.spoken == ["Could you tell me what it is about?"]
    call.says("somebody ran into me at a crossing")
    assert call.sent == ["Please fill in https://law.example/intake"]
    call.says("yes I see it")
    assert call.proposed == ["Intake Team"]
    assert call.says("sure").state == "transferring"


def test_a_lawyer_asked_about_progress() -> None:
    """The other job fits by its own words."""
    call = Core(LAW_OFFICE).says("what is the status of my matter")
    assert call.proposed == ["Paralegals"]


def test_a_restaurant_with_a_menu_and_a_table() -> None:
    """Two jobs and two texts; a person only on request."""
    call = Core(RESTAURANT).says(
        "what's on the menu?", "yes", "I'd like a table for four", "got it"
    )
    assert call.sent == ["https://bistro.example/menu", "https://bistro.example/table"]
    assert call.proposed == []
    assert call.says("I'd rather talk to somebody").proposed == ["Host"]


def test_a_restaurant_with_an_unhappy_guest() -> None:
    """The reason for the call outweighs its subject."""
    call = Core(RESTAURANT).says("my food was cold and I am really upset")
    assert call.proposed == ["Manager"]


def test_a_garage_offers_first() -> None:
    """The offer comes before the text."""
    call = Core(GARAGE).says("my brakes are squeaking")
    assert call.spoken == ["Would you like me to text you the booking link?"]
    assert call.says("yes please").sent == ["https://cars.example/s"]


def test_a_garage_whose_offer_is_declined() -> None:
    """The "otherwise" step is taken."""
    call = Core(GARAGE).says("my brakes are squeaking", "no thanks")
    assert call.sent == []
    assert call.proposed == ["Workshop"]


def test_a_garage_asked_for_the_text() -> None:
    """A caller who asks for the text is not asked whether they want it."""
    assert Core(GARAGE).says("can you text me the booking link").sent == ["https://cars.example/s"]


def test_a_tax_adviser_with_a_list_of_steps() -> None:
    """Numbered steps; the last one only if the text does not arrive."""
    call = Core(TAX_ADVISER).says("I need to upload my tax documents", "yes I'm new", "got it")
    assert call.sent == ["https://tax.example/upload"]
    assert call.proposed == []


def test_a_tax_adviser_whose_text_does_not_arrive() -> None:
    """The last step is taken."""
    call = Core(TAX_ADVISER).says("I need to upload my tax documents", "yes I'm new", "no, nothing")
    assert call.spoken[0] == "I'm sorry about that."
    assert call.proposed == ["Front Desk"]


def test_a_tax_adviser_whose_text_is_refused() -> None:
    """The reason is given first, then the last step is taken."""
    call = Core(TAX_ADVISER, outcomes=[("refused", "landline")])
    call.says("I need to upload my tax documents", "yes I'm new")
    assert call.spoken[1].startswith("I'm sorry, it looks like I can't text the number")
    assert call.proposed == ["Front Desk"]


def test_a_kitchen_maker_offers_the_brochure_instead() -> None:
    """The step for callers who decline the transfer."""
    call = Core(KITCHENS).says("I'm interested in a new kitchen")
    assert call.spoken[0] == "We are open from 9 to 5."
    assert call.says("no thanks").sent == ["https://kitchens.example/b"]


def test_a_kitchen_maker_whose_sales_team_is_unavailable() -> None:
    """The same step if the destination is unavailable."""
    call = Core(KITCHENS, gone=("Sales",)).says("I'm interested in a new kitchen")
    assert "can't put you through to Sales" in " ".join(call.spoken)
    assert call.sent == ["https://kitchens.example/b"]


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("proposal_limit", "can't offer another transfer on this call"),
        ("external_day_limit", "can't put any more calls through to other numbers today"),
        ("satellite", "not able to connect calls to that number"),
        ("premium_rate", "not able to connect calls to that number"),
    ],
)
def test_a_limit_on_transfers_is_explained(why: str, words: str) -> None:
    """In the caller's terms, without internal words."""
    call = Core(KITCHENS, gone=("Sales",), why=why).says("I'm interested in a new kitchen")
    assert words in " ".join(call.spoken)
    assert why not in " ".join(call.spoken)


def test_a_vet_with_two_texts_and_a_transfer() -> None:
    """Step by step to the end of the job."""
    call = Core(VET).says("I want to bring in my cat", "yes", "got it", "yes please")
    assert call.sent == ["https://vet.example/form", "https://vet.example/map"]
    assert call.state == "transferring"


def test_a_vet_who_cannot_text() -> None:
    """The second text is skipped; the transfer after it is proposed."""
    call = Core(VET, outcomes=[("refused", "not_registered")]).says("I want to bring in my cat")
    assert sum("not able to send texts" in said for said in call.spoken) == 1
    assert len(call.texts) == 1
    assert call.proposed == ["Reception"]


def test_a_clinic_without_an_emergency() -> None:
    """A condition with "unless" is negated."""
    call = Core(CLINIC).says("I'm calling about my test results")
    assert call.sent == ["https://clinic.example/portal"]


def test_a_clinic_in_an_emergency() -> None:
    """The text is skipped."""
    call = Core(CLINIC).says("this is an emergency, I got my results and I am bleeding")
    assert call.sent == []
    assert call.proposed == ["Nurses"]


def test_a_landlord_with_a_heading() -> None:
    """Steps under a heading have its condition."""
    call = Core(LANDLORD).says("the shower in my flat is broken")
    assert call.spoken == ["Could you tell me which flat it is?"]
    assert call.says("4B").sent == ["https://flats.example/report"]


def test_a_landlord_with_further_help() -> None:
    """For a caller who says yes to "anything else?"."""
    call = Core(LANDLORD).says("the shower in my flat is broken", "4B", "got it", "yes please")
    assert call.proposed == ["+14155550123"]


def test_a_landlord_with_a_choice() -> None:
    """One or the other, as the caller prefers."""
    call = Core(LANDLORD).says("I'd like a viewing")
    assert call.last == (
        "I can text you the link for Viewings, or put you through to Lettings. "
        "Which would you like?"
    )
    assert call.says("text me").sent == ["https://flats.example/view"]


def test_a_salon_that_transfers_only_on_request() -> None:
    """The transfer is not offered."""
    call = Core(SALON).says("I need a haircut", "got it")
    assert call.proposed == []
    assert call.says("can I talk to a stylist").proposed == ["Stylists"]


APPOINTMENTS = [
    job(
        "Appointments",
        "If the caller wants to book an appointment, text them the link: "
        "[/Send SMS: https://a.example/book]. If they want to cancel an appointment, "
        "[/Transfer call: Front Desk].",
    )
]


@pytest.mark.parametrize(
    ("words", "texts", "transfers"),
    [
        ("I'd like to book an appointment", 1, []),
        ("I need an appointment on Tuesday", 1, []),
        ("I have to cancel my appointment", 0, ["Front Desk"]),
    ],
)
def test_the_closer_of_two_conditions_holds(words: str, texts: int, transfers: list[str]) -> None:
    """If both share words with the caller's."""
    call = Core(APPOINTMENTS).says(words)
    assert len(call.sent) == texts
    assert call.proposed == transfers
    if texts:
        assert call.says("got it").proposed == []


def test_the_job_for_the_reason_of_the_call_is_chosen() -> None:
    """If two jobs share words with the caller's."""
    jobs = [
        job("Booking", "[/Send SMS: https://a.example]", "Wants an appointment"),
        job("Cancelling", "[/Transfer call: Front Desk]", "Wants to cancel an appointment"),
    ]
    assert Core(jobs).says("I need an appointment").sent == ["https://a.example"]
    assert Core(jobs).says("please cancel my appointment").proposed == ["Front Desk"]
