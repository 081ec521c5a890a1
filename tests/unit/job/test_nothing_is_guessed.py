# ruff: noqa: E501 - one case a line
"""What is sent to a caller, and where a call goes, is read exactly or refused.

A refusal shows each way to read the instructions, in the form that leaves nothing open.
"""

from typing import Final

import pytest

from hookflash.domain.job.action import SendSms
from hookflash.domain.job.directory import Directory
from hookflash.domain.job.instructions import parse, write
from hookflash.domain.job.job import Text

MEMBERS: Final = (
    "Front Desk",
    "Lee",
    "Maria",
    "Anna",
    "Dr. Lee",
    "Smith, J.",
    "Ana-Sofia",
    "Dr. Who",
)
DIRECTORY: Final = Directory(MEMBERS, ("Scheduling", "Front Desk 2"), ("+14155550100",))


def found(instructions: str) -> list[str]:
    """The texts and destinations read; there must be no problem."""
    reading = parse(instructions, DIRECTORY)
    assert [str(problem) for problem in reading.problems] == []
    actions = (step for step in reading.steps if not isinstance(step, Text))
    return [one.body if isinstance(one, SendSms) else one.destination.name for one in actions]


def refused(instructions: str) -> str:
    """The only problem of ``instructions``, in words."""
    (problem,) = parse(instructions, DIRECTORY).problems
    return str(problem)


LINK: Final = "https://x.test/b"


@pytest.mark.parametrize(
    ("instructions", "texts"),
    [
        (f"/Send SMS: {LINK}. Confirm they received it.", [LINK]),
        (f"/Send SMS: {LINK}. Ask if it arrived.", [LINK]),
        (f"/Send SMS: {LINK}. Ask whether there's anything else.", [LINK]),
        (f"/Send SMS: {LINK}. Then end the call.", [LINK]),
        (f"/Send SMS: {LINK}. If it did not arrive, offer to send it again.", [LINK]),
        (f"/Send SMS: {LINK}. Wait for an answer.", [LINK]),
        (f"/Send SMS: {LINK}, and confirm they received it.", [LINK]),
        (f"/Send SMS: {LINK} and then ask if they got it.", [LINK]),
        (f"/Send SMS: {LINK} if they want to book.", [LINK]),
        (f"/Send SMS: {LINK} only if they ask for it.", [LINK]),
        (f"/Send SMS: {LINK} when the caller agrees.", [LINK]),
        (f"/Send SMS: {LINK} once they have agreed.", [LINK]),
        (f"/Send SMS: {LINK} if you want to book.", [f"{LINK} if you want to book"]),
        (f"/Send SMS: Book at {LINK}. Confirm they received it.", [f"Book at {LINK}"]),
        ("/Send SMS: Bring your ID and card. Thank them for calling.", ["Bring your ID and card"]),
        ("/Send SMS: See you on Jan. 5 at noon. Ask if they got it.", ["See you on Jan. 5 at noon"]),
        ("/Send SMS: We are at no. 5. Tell them to ring.", ["We are at no. 5"]),
        ("/Send SMS: Dr. Lee will call you. Let the caller know.", ["Dr. Lee will call you"]),
        ("/Send SMS: We open at 9 a.m. Tell them so.", ["We open at 9 a.m."]),
        ("/Send SMS: One moment\u2026 here it is: x.test/a", ["One moment\u2026 here it is: x.test/a"]),
        ("/Send SMS: Call us, or text us back.", ["Call us, or text us back"]),
        ("/Send SMS: Call us if you need anything.", ["Call us if you need anything"]),
        ("/Send SMS: Thanks :) See you.", ["Thanks :) See you"]),
        ("/Send SMS: Thanks :)", ["Thanks :)"]),
        ("/Send SMS: Ana\u2019s number is 555-0100.", ["Ana\u2019s number is 555-0100"]),
        ("/Send SMS: The dentists' entrance is at the back.", ["The dentists' entrance is at the back"]),
        (f"/Send SMS\uff1a{LINK}\u3002Confirm they got it.", [LINK]),
        (f"/Send SMS: {LINK}\uff01", [LINK]),
        (f"- If they ask for the menu, /Send SMS: {LINK}\n- If not, say goodbye.", [LINK]),
        (f"* /Send SMS: {LINK}\n* Ask if it arrived.", [LINK]),
        (f"1. Greet them.\n2. /Send SMS: {LINK}\n3. Wait.", [LINK]),
        (f"a) /Send SMS: {LINK}\nb) Wait.", [LINK]),
        (f"## Booking\n/Send SMS: {LINK}\n## Other\nBe kind.", [LINK]),
        (f"/Send SMS: {LINK}\n\nWe are a small office.", [LINK]),
        (f"/Send SMS: {LINK}\nNever give medical advice.", [LINK]),
        (f"/Send SMS: {LINK}\nIf they insist, /Transfer call: Lee", [LINK, "Lee"]),
        (f"/Send SMS: {LINK}, then /Transfer call: Lee.", [LINK, "Lee"]),
        ("/Send SMS: Thanks, and if they insist, /Transfer call: Lee", ["Thanks", "Lee"]),
        (f"/Send SMS: {LINK}. Otherwise, /Transfer call: Lee", [LINK, "Lee"]),
        (f"/Send SMS: {LINK}. For billing, /Transfer call: Lee", [LINK, "Lee"]),
        (f"/Send SMS: {LINK}; if urgent, /Transfer call: Lee", [LINK, "Lee"]),
        (f"/Send SMS: {LINK} (confirm they got it)", [LINK]),
        ("/Send SMS: Hello (again) all.", ["Hello (again) all"]),
        (f"/Send SMS: {LINK}. Never /Transfer call: Lee", [LINK, "Lee"]),
        (f"/Send SMS: {LINK}. Do not /Transfer call: Lee", [LINK, "Lee"]),
        (f"/Send SMS: {LINK}. Nunca /Transfer call: Lee", [LINK, "Lee"]),
        (f"/Send SMS: {LINK}. Confirma que lo recibi\u00f3.", [LINK]),
        (f"/Send SMS: {LINK}. Si el cliente no lo recibe, dile que espere.", [LINK]),
        (f"/Send SMS: {LINK} si el cliente quiere reservar.", [LINK]),
        (f"(If they agree, /Send SMS: {LINK}) and be kind.", [LINK]),
        ("[/Send SMS: Thanks! Book at https://x.test/b]", ["Thanks! Book at https://x.test/b"]),
        ('[/Send SMS: "Hello." Then `wait`.]', ['"Hello." Then `wait`.']),
        ("[/Send SMS: We told the caller **so**.]", ["We told the caller **so**."]),
    ],
)  # fmt: skip
def test_what_is_clear_is_read(instructions: str, texts: list[str]) -> None:
    """Words to the agent, about the caller, end a text; so does the next item of a list."""
    assert found(instructions) == texts


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("Thanks for calling! Book at https://x.test/b", "Thanks for calling!", None),
        ("Thanks for calling. Book at www.x.test", "Thanks for calling", None),
        ("Thanks for calling. Write to us@x.test", "Thanks for calling", None),
        ("Thanks for calling. We open at 9.", "Thanks for calling", None),
        ("Thanks for calling. See you soon!", "Thanks for calling", None),
        ("Your code is 1234. Valid for 10 minutes.", "Your code is 1234", None),
        ("We are at 12 Main St. Suite 4, Springfield.", "We are at 12 Main St", None),
        ("See you Tues. May 5", "See you Tues", None),
        ("Call Acme Corp. Monday to Friday.", "Call Acme Corp", None),
        ("Is it urgent? Call 555 0100.", "Is it urgent?", None),
        ("One moment\u2026 Here it is: x.test/a", "One moment\u2026", None),
        ("Then book at https://x.test/b. Then call https://x.test/c.", "Then book at https://x.test/b", None),
        ("\u4f60\u597d\u3002\u518d\u89c1\u3002", "\u4f60\u597d", None),
        ("Gracias por llamar. Reserve en https://x.test/b.", "Gracias por llamar", None),
        ("Our dentists love it here. They love kids.", "Our dentists love it here", None),
        (f"Book at {LINK}, and confirm it.", f"Book at {LINK}", f"Book at {LINK}, and confirm it"),
        (f"Book at {LINK}, and confirm they received it.", f"Book at {LINK}", f"Book at {LINK}, and confirm they received it"),
        (f"Book at {LINK} if they want to book.", f"Book at {LINK}", f"Book at {LINK} if they want to book"),
        (f"Book at {LINK} unless they have booked.", f"Book at {LINK}", f"Book at {LINK} unless they have booked"),
        ("Call us and ask for Maria.", "Call us", "Call us and ask for Maria"),
        ("Press 1, then press 2.", "Press 1", "Press 1, then press 2"),
        ("Hello \u2014 confirm they got it.", "Hello", "Hello \u2014 confirm they got it"),
        ("We are here, and they are too.", "We are here", "We are here, and they are too"),
        (f"{LINK} and https://x.test/c", LINK, f"{LINK} and https://x.test/c"),
        (f"{LINK}, or call us.", LINK, f"{LINK}, or call us"),
        (f"{LINK} now.", LINK, f"{LINK} now"),
        (f"Book at {LINK} (confirm they got it)", f"Book at {LINK}", f"Book at {LINK} (confirm they got it)"),
        (f"{LINK} right away", LINK, f"{LINK} right away"),
        ("Thanks for calling our\noffice today.", "Thanks for calling our", "Thanks for calling our\noffice today."),
        ("Thanks for calling\nHarbor Dental", "Thanks for calling", "Thanks for calling\nHarbor Dental"),
        (f"Thanks for calling.\nBook at {LINK}", "Thanks for calling", f"Thanks for calling.\nBook at {LINK}"),
        ("Please bring:\n- your ID", "Please bring:", "Please bring:\n- your ID"),
        ('"Hello. Book now." Then wait.', "Hello. Book now.", '"Hello. Book now."'),
        ('"Hello there"', "Hello there", '"Hello there"'),
        ("\u201cHello there.\u201d", "Hello there.", "\u201cHello there.\u201d"),
        ("'Hello there'", "Hello there", "'Hello there'"),
        ('"Hello there.', "Hello there.", '"Hello there.'),
        (f"`{LINK}`", LINK, f"`{LINK}`"),
        ("**Hello there**", "Hello there", "**Hello there**"),
    ],
)  # fmt: skip
def test_what_could_be_read_in_two_ways_is_refused(
    text: str, first: str, second: str | None
) -> None:
    """The message has the bracketed form of both, and each of them is then read as it is."""
    message = refused(f"/Send SMS: {text}")
    for body in (first, text if second is None else second):
        form = write([SendSms(body=body)])
        assert f"“{form}”" in message
        assert found(form) == [body]


@pytest.mark.parametrize(
    ("instructions", "wrong"),
    [
        ("/Send SMS: Hi {{name}}, thanks.", "the placeholder “{{name}}”"),
        ("[/Send SMS: Hi {{ first name }}.]", "the placeholder “{{ first name }}”"),
        ("/Send SMS: Hi {name}", "the placeholder “{name}”"),
        ("/Send SMS: Hi ${name}", "the placeholder “${name}”"),
        ("/Send SMS: Hi %name%", "the placeholder “%name%”"),
        ("/Send SMS: <text>", "the placeholder “<text>”"),
        ("[/Send SMS: <your link here>]", "the placeholder “<your link here>”"),
        ("/Send SMS: [Book](https://x.test/b)", "the Markdown link “[Book](https://x.test/b)”"),
        ("[/Send SMS: [Book](https://x.test/b)]", "the Markdown link “[Book](https://x.test/b)”"),
        ("/Send SMS: See [this] (x.test", "“(” without its partner"),
        ("[If they agree, /Send SMS: Hello]", "“]” without its partner"),
        ('Say "/Send SMS: Hello"', "an unpaired quotation mark"),
        ("Say '/Send SMS: Hello'", "an unpaired quotation mark"),
        ("Say \u201c/Send SMS: Hello\u201d", "“\u201d” without its partner"),
        ("Use `/Send SMS: Hello`", "a backtick"),
        ("**/Send SMS: Hello**", "the Markdown “o**”"),
        ("_/Send SMS: Hello_", "the Markdown “o_”"),
        ("| book | /Send SMS: Hello |", "the Markdown “|”"),
        ("/Send SMS: directions to the caller", "the text speaks of “the caller”"),
        ("/Send SMS: link for the customer's visit", "the text speaks of “the customer's”"),
        ("/ Transfer call: Maria", "“/ Transfer call” is probably a typo for “/Transfer call”"),
        ("/ Send SMS: Hello", "“/ Send SMS” is probably a typo for “/Send SMS”"),
        ("[/ Send SMS: Hello]", "is probably a typo"),
        ("/\u200bSend SMS: Hello", "is probably a typo"),
        ("\\Send SMS: Hello", "it has another kind of slash"),
        ("\uff0fSend SMS: Hello", "it has another kind of slash"),
        ("/\nTransfer call: Maria", "is probably a typo"),
        ("/Transfer: Maria", "there is no action “/Transfer”"),
        ("/Send_SMS: Hello", "there is no action “/Send_SMS”"),
        ("/Text: Hello", "there is no action “/Text”"),
    ],
)
def test_what_would_not_be_sent_as_meant_is_refused(instructions: str, wrong: str) -> None:
    """Placeholders and Markdown that nothing fills in, half of a pair, likely typos."""
    assert wrong in refused(instructions)


@pytest.mark.parametrize(
    ("destination", "name"),
    [
        ("Lee", "Lee"),
        ("lee.", "Lee"),
        ("Dr. Lee", "Dr. Lee"),
        ("Dr. Lee.", "Dr. Lee"),
        ("Dr. Lee if they insist.", "Dr. Lee"),
        ("Smith, J.", "Smith, J."),
        ("Smith, J. Then wait.", "Smith, J."),
        ("Front Desk 2", "Front Desk 2"),
        ("Front Desk, then hang up.", "Front Desk"),
        ("Front Desk and tell them to wait.", "Front Desk"),
        ("Front Desk. If nobody answers, apologize.", "Front Desk"),
        ("Front Desk (if they insist)", "Front Desk"),
        ("Front Desk \u2014 only if they insist", "Front Desk"),
        ("Front Desk for billing", "Front Desk"),
        ("Front Desk!", "Front Desk"),
        ("Front Desk\nBe kind.", "Front Desk"),
        ("Ana-Sofia", "Ana-Sofia"),
        ("Maria si el cliente insiste.", "Maria"),
        ("415-555-0188 if so", "+14155550188"),
    ],
)
def test_a_destination_is_the_whole_name(destination: str, name: str) -> None:
    """Words to the agent may follow it."""
    assert found(f"/Transfer call: {destination}") == [name]


@pytest.mark.parametrize(
    "destination",
    [
        "Lee Jr",
        "Lee Jr.",
        "Lee, Jr.",
        "Lee. Jr",
        "Lee-Smith",
        "Lee III",
        "Lee, J.",
        "Lee's mobile",
        "Maria or Anna",
        "Maria and Anna",
        "Maria, Anna",
        "Maria/Anna",
        "Maria & Anna",
        "Maria (mobile)",
        "Maria - mobile",
        "Maria at home",
        "Maria team",
        "Maria Lopez",
        "Maria or the front desk",
        "Maria o Anna",
        "Front Desk 3",
        "Front Desk team",
        "415-555-0188 or 415-555-0199",
        "[/Transfer call: Maria or Anna]",
        "Dr. No",
    ],
)
def test_part_of_a_name_is_not_the_name(destination: str) -> None:
    """Someone else may be meant, so the call goes to neither."""
    written = destination if "[" in destination else f"/Transfer call: {destination}"
    message = refused(written)
    assert "could be the" in message or "there is no member" in message


def test_the_message_names_the_way_to_mean_the_part() -> None:
    """In brackets, and says that the whole is not there."""
    message = refused("/Transfer call: Lee Jr if they insist")
    assert "Write “[/Transfer call: Lee]” if that is meant" in message
    assert "There is no member, inbox, or number “Lee Jr" in message


@pytest.mark.parametrize(
    "instructions",
    [
        f"/Send SMS: {LINK} si quiere reservar",
        f"/Send SMS: {LINK} before you hang up",
        f"/Send SMS: {LINK} for new patients, https://x.test/e for existing",
        f"/Send SMS: {LINK}.Confirm they received it.",
        "/Send SMS: the booking link",
        "/Send SMS: a link to our website",
        "/Send SMS: Hi [name], book at https://x.test/b",
        "/Send SMS: INSERT LINK HERE",
    ],
)
def test_what_describes_a_text_is_not_sent(instructions: str) -> None:
    """Nor is a condition without a subject, whose author may mean the caller."""
    assert refused(instructions)


def test_an_ampersand_joins_an_order() -> None:
    """As “and” does."""
    assert found(f"/Send SMS: {LINK} & ask if it arrived") == [LINK]
    assert found("/Send SMS: Fish & chips at 5") == ["Fish & chips at 5"]
