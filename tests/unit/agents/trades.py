"""Jobs of several trades, written in different styles."""

from tests.unit.agents.driver import job

BOOK_LINK = "https://example.com/book"
BOOKING = job(
    "Booking",
    "Let the caller know you\u2019ll text the scheduling link now, then "
    f"[/Send SMS: {BOOK_LINK}]. Confirm they received it.",
    "Wants an appointment",
)
PERSON = job("Talk to a person", "If the caller asks for a person, [/Transfer call: Scheduling]")
DENTIST = [BOOKING, PERSON]

PLUMBER = [
    job(
        "Quote",
        "Ask for their address, then text them a link to our quote form: "
        "[/Send SMS: https://pipes.example/quote]. Make sure they got it.",
        "Caller wants a price for plumbing work",
    ),
    job(
        "Emergency",
        "If the caller has a leak or a flood, tell them that help is on the way and "
        "[/Transfer call: On Call]",
        "Burst pipes and floods",
    ),
    job("Office", "When someone wants to speak to the office, [/Transfer call: Office]"),
]

LAW_OFFICE = [
    job(
        "New clients",
        "If the caller needs a lawyer, ask what it is about. Let them know you will text our "
        "intake form, then [/Send SMS: Please fill in https://law.example/intake]. "
        "After that [/Transfer call: Intake Team].",
        "Somebody with a new matter: injury, divorce, contracts",
    ),
    job(
        "Pending matters",
        "When the caller asks about the status of their matter, [/Transfer call: Paralegals]",
    ),
]

RESTAURANT = [
    job(
        "Menu",
        "Text the caller our menu: [/Send SMS: https://bistro.example/menu]",
        "Wants to see the menu",
    ),
    job(
        "Table",
        "Send them the reservation link [/Send SMS: https://bistro.example/table] and if they "
        "would rather talk, [/Transfer call: Host]",
        "Wants a table",
    ),
    job("Complaints", "If the caller is unhappy, apologise and [/Transfer call: Manager]"),
]

GARAGE = [
    job(
        "Service",
        "Offer to text the booking link. If they agree, [/Send SMS: https://cars.example/s]. "
        "Otherwise [/Transfer call: Workshop].",
    )
]

TAX_ADVISER = [
    job(
        "Documents",
        "1. Ask whether they are a new client.\n"
        "2. Text them the upload link. [/Send SMS: https://tax.example/upload]\n"
        "3. Confirm they received it.\n"
        "4. If they did not receive it, [/Transfer call: Front Desk]",
        "Wants to send documents",
    ),
    job("Billing", "For billing questions, [/Transfer call: Billing]"),
    job("Advice", "If the caller wants an adviser, [/Transfer call: Advisers]"),
]

KITCHENS = [
    job(
        "Sales",
        "Tell them that we are open from 9 to 5. Offer to connect them: [/Transfer call: Sales]. "
        "If they'd rather not, text them the brochure [/Send SMS: https://kitchens.example/b].",
        "Wants a new kitchen",
    )
]

VET = [
    job(
        "Visits",
        "Text the caller the form for new pets: [/Send SMS: https://vet.example/form] and "
        "the map: [/Send SMS: https://vet.example/map]. Then [/Transfer call: Reception].",
        "Wants to bring in a dog or a cat",
    )
]

CLINIC = [
    job(
        "Results",
        "Unless the caller has an emergency, text them a link to the portal: "
        "[/Send SMS: https://clinic.example/portal]. In an emergency [/Transfer call: Nurses].",
        "Test results",
    )
]

LANDLORD = [
    job(
        "Repairs",
        "If something in the flat is broken:\n"
        "- Ask which flat it is.\n"
        "- [/Send SMS: https://flats.example/report]\n"
        "If they need more help, [/Transfer call: +14155550123]",
        "Repairs in a flat",
    ),
    job("Viewings", "[/Send SMS: https://flats.example/view] or [/Transfer call: Lettings]"),
]

SALON = [
    job(
        "Haircuts",
        "Text them the booking page [/Send SMS: https://salon.example]. "
        "Only [/Transfer call: Stylists] if they ask for one.",
        "Wants a haircut",
    )
]
