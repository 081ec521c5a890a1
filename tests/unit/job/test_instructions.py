"""Parsing and writing the actions in instructions."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hookflash.domain.job.action import Action, Destination, SendSms, TransferCall
from hookflash.domain.job.directory import Directory
from hookflash.domain.job.instructions import Reading, parse, write
from hookflash.domain.job.job import Text

MEMBERS = ("Front Desk", "On Call", "Dr. Lee", "Dr. Lee Jr.", "Ana O'Neil", "24/7 Support")
INBOXES = ("Scheduling", "Scheduling [urgent]", "Acme Inc.")
DIRECTORY = Directory(MEMBERS, INBOXES, ("+14155550100",))


def read(instructions: str) -> Reading:
    """Parse with ``DIRECTORY``."""
    return parse(instructions, DIRECTORY)


def actions(instructions: str) -> list[str]:
    """The bodies and destinations found; there must be no problems."""
    reading = read(instructions)
    assert reading.problems == ()
    found = (step for step in reading.steps if not isinstance(step, Text))
    return [one.body if isinstance(one, SendSms) else one.destination.name for one in found]


def problem(instructions: str) -> str:
    """The only problem in ``instructions``."""
    (only,) = read(instructions).problems
    return str(only)


@pytest.mark.parametrize("apostrophe", ["'", "\u2019"])
def test_the_example_of_the_documentation_works(apostrophe: str) -> None:
    """With straight and curly apostrophes; the full stop is not part of the text."""
    before = f"Let the caller know you{apostrophe}ll text the scheduling link now, then "
    after = ". Confirm they received it."
    assert read(f"{before}/Send SMS: https://example.com/book{after}").steps == (
        Text(text=before),
        SendSms(body="https://example.com/book"),
        Text(text=after),
    )


@pytest.mark.parametrize(
    "name", ["/Send SMS", "/send sms", "/SEND SMS", "/sEnD  sMs", "/Send SMS "]
)
def test_the_name_of_an_action_has_any_letter_case(name: str) -> None:
    """It may also contain more than one space."""
    assert actions(f"Now {name}: Hello") == ["Hello"]


@pytest.mark.parametrize(
    ("instructions", "bodies"),
    [
        ("/Send SMS: Hello there", ["Hello there"]),
        ("/Send SMS:Hello there", ["Hello there"]),
        ("/Send SMS: Hello there.", ["Hello there"]),
        ("/Send SMS: Hello there. Then hang up.", ["Hello there"]),
        ("/Send SMS: Hello there\nThen hang up.", ["Hello there"]),
        ("/Send SMS: Hello there!", ["Hello there!"]),
        ("/Send SMS: Are you there? Then wait.", ["Are you there?"]),
        (
            "/Send SMS: Hold on\u2026 here it is: x.test/a. Wait.",
            ["Hold on\u2026 here it is: x.test/a"],
        ),
        ("/Send SMS: One moment... Then wait.", ["One moment..."]),
        ("/Send SMS: We open at 9 a.m. on Monday. Then wait.", ["We open at 9 a.m. on Monday"]),
        ("/Send SMS: We open at 9 a.m. Then wait.", ["We open at 9 a.m."]),
        ("/Send SMS: Dr. Lee will call you. Then wait.", ["Dr. Lee will call you"]),
        ("/Send SMS: We are at No. 5 upstairs. Then wait.", ["We are at No. 5 upstairs"]),
        ("/Send SMS: We say no. Then wait.", ["We say no"]),
        ("/Send SMS: It takes approx. 5 minutes. Wait.", ["It takes approx. 5 minutes"]),
        ("/Send SMS: It costs $5.30 in all. Then wait.", ["It costs $5.30 in all"]),
        ("/Send SMS: He said \u201chello.\u201d Then wait.", ["He said \u201chello.\u201d"]),
        ("/Send SMS: Thanks :) and bye", ["Thanks :) and bye"]),
        ("(If they agree, /Send SMS: Hello) then wait", ["Hello"]),
        ("(If they agree, /Send SMS: Hello (again) all) then", ["Hello (again) all"]),
        ("/Send SMS: \u4f60\u597d\u3002", ["\u4f60\u597d"]),
    ],
)
def test_a_text_goes_to_the_end_of_its_sentence_or_line(
    instructions: str, bodies: list[str]
) -> None:
    """The full stop is not part of it; abbreviations and decimals do not end it."""
    assert actions(instructions) == bodies


@pytest.mark.parametrize(
    "after",
    [
        "",
        ".",
        ". Confirm they received it.",
        ", then confirm they received it.",
        " then confirm it",
        " and confirm that they have it",
        "; and then wait",
        "! Then wait.",
        "? Then wait.",
        "\nThen wait.",
    ],
)
@pytest.mark.parametrize(
    "address",
    [
        "https://example.com/book",
        "https://example.com/a.b?x=1&y=2",
        "https://example.com/a?time=9:30",
        "https://example.com/a_(b)",
        "https://example.com",
        "http://example.com:8080/",
        "www.example.com/menu",
        "example.com/menu",
        "example.com",
    ],
)
def test_a_web_address_is_kept_whole_and_clean(address: str, after: str) -> None:
    """Punctuation in the address does not end it; punctuation after it is not part of it."""
    assert actions(f"/Send SMS: {address}{after}") == [address]


def test_words_around_an_address_are_part_of_the_text() -> None:
    """Up to a "then", which addresses the agent."""
    assert actions("/Send SMS: Book at https://x.test/b, or call us. Wait.") == [
        "Book at https://x.test/b, or call us"
    ]
    assert actions("/Send SMS: Our menu: https://x.test/menu, then ask if it came.") == [
        "Our menu: https://x.test/menu"
    ]
    assert actions("/Send SMS: See (https://x.test/a), then wait.") == ["See (https://x.test/a)"]


def test_an_action_in_the_next_sentence_takes_nothing_from_a_text() -> None:
    """Words after the address stay in the text, because the sentence ends before the transfer."""
    instructions = "/Send SMS: Book at https://x.test/b, or call us. Or /Transfer call: On Call"
    assert actions(instructions) == ["Book at https://x.test/b, or call us", "On Call"]


@pytest.mark.parametrize(
    "between",
    [", then ", " and then ", ", and then ", " then ", " ", "; then ", ". Then ", ", and "],
)
@pytest.mark.parametrize("text", ["Here is our menu https://x.test/menu", "Thanks for calling"])
def test_the_next_action_ends_a_text_and_the_words_that_lead_to_it(text: str, between: str) -> None:
    """The "then" is part of neither action."""
    instructions = f"/Send SMS: {text}{between}/Transfer call: Front Desk"
    assert actions(instructions) == [text, "Front Desk"]
    assert read(instructions).steps[1] == Text(text=between)


def test_a_condition_on_the_next_action_is_no_part_of_a_text_with_an_address() -> None:
    """The words after the address are the condition of the transfer."""
    instructions = (
        "/Send SMS: Our menu: https://x.test/menu, and if they ask for a person, "
        "/Transfer call: Front Desk"
    )
    assert actions(instructions) == ["Our menu: https://x.test/menu", "Front Desk"]


@pytest.mark.parametrize(
    ("written", "body"),
    [
        ("[/Send SMS: One. Two.]", "One. Two."),
        ("[/send sms:One. Two.]", "One. Two."),
        ("[ /Send SMS:\n  One.\n\n  Two.\n]", "One.\n\n  Two."),
        ("[/Send SMS: Reply [yes] or [no [at all]].]", "Reply [yes] or [no [at all]]."),
        (r"[/Send SMS: a \] b]", "a ] b"),
        (r"[/Send SMS: a \[ b]", "a [ b"),
        (r"[/Send SMS: C:\temp \\]", "C:\\temp \\"),
        (
            "[/Send SMS: see https://x.test/a. Then https://x.test/b, then c]",
            "see https://x.test/a. Then https://x.test/b, then c",
        ),
    ],
)
def test_brackets_hold_a_text_of_several_sentences(written: str, body: str) -> None:
    """It may contain pairs of brackets and blank lines; a backslash escapes a single bracket."""
    assert actions(f"First {written}. Confirm it.") == [body]


@pytest.mark.parametrize(
    ("instructions", "destination"),
    [
        ("/Transfer call: Scheduling", Destination(kind="inbox", name="Scheduling")),
        ("/transfer CALL: scheduling.", Destination(kind="inbox", name="Scheduling")),
        ("/Transfer call: front  desk, please", Destination(kind="member", name="Front Desk")),
        ("/Transfer call: Dr. Lee if they insist.", Destination(kind="member", name="Dr. Lee")),
        ("/Transfer call: Dr. Lee Jr. if so.", Destination(kind="member", name="Dr. Lee Jr.")),
        ("/Transfer call: Ana O\u2019Neil now", Destination(kind="member", name="Ana O'Neil")),
        ("/Transfer call: Acme Inc. Then", Destination(kind="inbox", name="Acme Inc.")),
        ("/Transfer call: 24/7 Support", Destination(kind="member", name="24/7 Support")),
        ("[/Transfer call: On Call]", Destination(kind="member", name="On Call")),
        ("[/Transfer call: Dr. Lee.]", Destination(kind="member", name="Dr. Lee")),
        ("[/Transfer call: Acme Inc.]", Destination(kind="inbox", name="Acme Inc.")),
        (
            "[/Transfer call: Scheduling [urgent]]",
            Destination(kind="inbox", name="Scheduling [urgent]"),
        ),
        ("/Transfer call: (415) 555-0188", Destination(kind="external", name="+14155550188")),
        ("/Transfer call: +1 415 555 0188.", Destination(kind="external", name="+14155550188")),
        ("/Transfer call: 415-555-0188 if so", Destination(kind="external", name="+14155550188")),
        (
            "/Transfer call: +14155550188. 24 hours",
            Destination(kind="external", name="+14155550188"),
        ),
        ("[/Transfer call: 415.555.0188.]", Destination(kind="external", name="+14155550188")),
    ],
)
def test_a_destination_is_a_member_an_inbox_or_a_number(
    instructions: str, destination: Destination
) -> None:
    """The longest matching name wins; a number in any usual notation is stored in E.164."""
    reading = read(instructions)
    assert reading.problems == ()
    assert reading.steps[0] == TransferCall(destination=destination)


def test_a_job_may_contain_several_actions() -> None:
    """They are parsed in written order, and the words between them are kept."""
    instructions = (
        "Greet them. /Send SMS: https://x.test/a. If it came, /send sms: Thanks!\n"
        "[/Send SMS: One. Two.] Else /Transfer call: Dr. Lee, or /Transfer call: +14155550188."
    )
    assert actions(instructions) == [
        "https://x.test/a",
        "Thanks!",
        "One. Two.",
        "Dr. Lee",
        "+14155550188",
    ]
    first, last = read(instructions).steps[0], read(instructions).steps[-1]
    assert (first, last) == (Text(text="Greet them. "), Text(text="."))


@pytest.mark.parametrize(
    "instructions",
    [
        "Ask yes and/or no, 24/7.",
        "See https://example.com/Send SMS: it says so.",
        "Read https://example.com/transfer call: out loud.",
        "Say a / b, or c/d: never both.",
        "Spell w/o pauses: slowly.",
        "Open /srv/shared/notes: read them.",
        "",
    ],
)
def test_a_plain_slash_is_no_action(instructions: str) -> None:
    """Slashes in words, paths and addresses are text."""
    assert actions(instructions) == []


@pytest.mark.parametrize(
    ("instructions", "message"),
    [
        ("/Send SMS:", "the text is blank"),
        ("/Send SMS: . Then", "the text is blank"),
        ("/Send SMS:\nHello", "the text is blank"),
        ("[/Send SMS: ]", "the text is blank"),
        ("/Send SMS: /Transfer call: On Call", "the text is blank"),
        ("/Send SMS Hello", "there is no colon after “Send SMS”. Write “/Send SMS: <text>”"),
        ("/transfer call Front Desk", "Write “/Transfer call: <member, inbox, or number>”"),
        ("/Send Email: Hello", "there is no action “/Send Email”. Write “/Send SMS: <text>” or "),
        ("/SendSMS: Hello", "there is no action “/SendSMS”"),
        ("/Hang up: now", "there is no action “/Hang up”"),
        ("/Send it", "there is no action “/Send it”"),
        ("/Trasfer call Front Desk", "there is no action “/Trasfer call”"),
        ("[/Send SMS: One [two.", "the bracket before “/Send SMS” is never closed"),
        (
            "[/Send SMS: One. /Transfer call: On Call]",
            "“/Transfer call” is inside the brackets",
        ),
        ("/Transfer call:", "the transfer has no destination"),
        ("[/Transfer call: ]", "the transfer has no destination"),
        ("/Transfer call: Schedulng. Wait.", "inbox, or number “Schedulng”. Did you mean “Schedul"),
        ("/Transfer call: Schedulings now", "“Schedulings now”. Did you mean “Scheduling”?"),
        ("/Transfer call: the front desk team", "Did you mean “Front Desk”?"),
        ("[/Transfer call: On Call if they insist]", "there is no member, inbox, or number “On"),
        ("/Transfer call: Bob", "Write one of “24/7 Support”, “Acme Inc.”,"),
        ("/Transfer call: Bob" + "by" * 50, "“Bobby"),
        ("/Transfer call: 911", "is an emergency number"),
        ("/Transfer call: +1 900 555 0123 now", "is a premium-rate number"),
        ("/Transfer call: (415) 555-0100", "is this workspace's own number"),
        ("/Transfer call: +1 415 555 018", "“+1 415 555 018” is too short"),
        ("/Transfer call: 415 555 0188 ext. 5", "has an extension"),
        ("[/Transfer call: 415 555 0188 x5]", "has an extension"),
    ],
)
def test_a_mistake_says_what_is_wrong_and_what_would_be_right(
    instructions: str, message: str
) -> None:
    """Each mistake is reported as exactly one problem."""
    problems = read(instructions).problems
    assert message in str(problems[0])
    assert len(problems) == 1
    assert problems[0].right


def test_an_empty_directory_has_no_names_to_suggest() -> None:
    """Without members and inboxes, the fix names none."""
    (only,) = parse("/Transfer call: Bob", Directory()).problems
    assert only.right.startswith("Write a member or inbox of this workspace")


@pytest.mark.parametrize("form", ["/Send SMS: {}", "[/Send SMS: {}]"])
def test_a_text_has_at_most_1600_characters(form: str) -> None:
    """1,600 characters are accepted, 1,601 are a problem."""
    assert actions(form.format("x" * 1_600)) == ["x" * 1_600]
    assert "1,601 characters. Write at most 1,600." in problem(form.format("x" * 1_601))


def test_a_problem_says_where_it_is() -> None:
    """By offset from 0, and by line and column from 1."""
    (only,) = read("Greet them.\nThen  /Send SMS:\nBye").problems
    assert (only.at, only.line, only.column) == (18, 2, 7)


def test_every_mistake_is_named_at_once() -> None:
    """Every mistake is reported, not only the first."""
    reading = read("/Send SMS: then\n/Send Email: x\n/Send SMS:\n[/Transfer call: Bob] 911")
    assert [one.line for one in reading.problems] == [2, 3, 4]


_bodies = (
    (st.text(max_size=60) | st.text(alphabet="[]\\. a\n/:", max_size=30))
    .map(str.strip)
    .filter(lambda body: body and not re.search(r"/\s*(send|transfer)", body, re.IGNORECASE))
)
_destinations = (
    st.sampled_from(MEMBERS).map(lambda name: Destination(kind="member", name=name))
    | st.sampled_from(INBOXES).map(lambda name: Destination(kind="inbox", name=name))
    | st.just(Destination(kind="external", name="+14155550188"))
)
_actions: st.SearchStrategy[Action] = st.builds(SendSms, body=_bodies) | st.builds(
    TransferCall, destination=_destinations
)
_prose = (
    (st.text(max_size=40) | st.text(alphabet="[]\\ .a(", max_size=10))
    .filter(lambda text: text and "/" not in text)
    .map(lambda text: Text(text=text))
)


@given(st.lists(st.tuples(_prose, _actions)), _prose)
@example([(Text(text="\\"), SendSms(body="a\\"))], Text(text="]"))
@example([(Text(text="["), SendSms(body="]["))], Text(text="]"))
def test_steps_written_and_read_again_are_the_same_steps(
    pairs: list[tuple[Text, Action]], last: Text
) -> None:
    """Whatever the texts contain: brackets, backslashes, several sentences."""
    steps = (*(step for pair in pairs for step in pair), last)
    again = read(write(steps))
    assert (again.steps, again.problems) == (steps, ())


_fragments = st.sampled_from(
    ["/Send SMS", "/Transfer call", ": ", "[", "]", "\\", "Front Desk", "https://x.test/a.b?c",
     ". ", ", then ", "\n", "(", ")", "+1415", "5550188", " ext 5", "/Send", "Dr.", "\u2019"]
)  # fmt: skip


@given(st.text() | st.lists(_fragments | st.text(max_size=3), max_size=30).map("".join))
def test_no_text_makes_it_raise(text: str) -> None:
    """The words between the actions are kept in order and unchanged."""
    reading = read(text)
    position = 0
    for step in reading.steps:
        if isinstance(step, Text):
            position = text.index(step.text, position) + len(step.text)
    assert all(0 <= one.at < len(text) for one in reading.problems)


@given(st.lists(_fragments, max_size=30).map("".join))
def test_what_was_read_without_a_problem_can_be_written_and_read_again(text: str) -> None:
    """The rewritten instructions parse to the same actions."""
    reading = read(text)
    if not reading.problems:
        again = read(write(reading.steps))
        assert again.problems == ()
        assert [s for s in again.steps if not isinstance(s, Text)] == [
            s for s in reading.steps if not isinstance(s, Text)
        ]


@given(st.lists(_fragments, max_size=30).map("".join))
def test_every_step_knows_its_place(text: str) -> None:
    """Places are in order and do not overlap; a text step equals the text at its place."""
    reading = read(text)
    assert len(reading.places) == len(reading.steps)
    ends = [0, *(end for _, end in reading.places)]
    for step, (start, end), before in zip(reading.steps, reading.places, ends, strict=False):
        assert before <= start < end <= len(text)
        assert not isinstance(step, Text) or step.text == text[start:end]
    if not reading.problems:
        assert "".join(text[start:end] for start, end in reading.places) == text
