"""Reading workspace files, and the problems reported for invalid ones."""

from pathlib import Path

import pytest

from hookflash.domain.job.action import Destination, SendSms, TransferCall
from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.orchestrator.workspaces.file.problems import FileProblem, InvalidWorkspace
from hookflash.orchestrator.workspaces.file.workspace_file import read_workspace

HARBOR = Path(__file__).parent / "harbor.yaml"
SAMPLE = HARBOR.read_text(encoding="utf-8")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A path for a workspace file."""
    return tmp_path / "harbor.yaml"


def load(file: Path, text: str) -> WorkspaceDocument:
    """Write ``text`` to ``file`` and read it."""
    file.write_text(text, encoding="utf-8")
    return read_workspace(file)


def problems(file: Path, text: str) -> tuple[FileProblem, ...]:
    """The problems of ``text``."""
    with pytest.raises(InvalidWorkspace) as caught:
        load(file, text)
    return caught.value.problems


def edited(old: str, new: str) -> str:
    """The sample with ``old`` replaced by ``new``."""
    assert SAMPLE.count(old) == 1
    return SAMPLE.replace(old, new)


def test_the_sample_file() -> None:
    """It has a curly apostrophe, and ``: `` in a plain value."""
    document = read_workspace(HARBOR)
    assert (document.name, document.agent, document.slug) == (
        "Harbor Dental",
        "Sona",
        "harbor-dental",
    )
    assert [(m.name, m.phone, m.do_not_disturb) for m in document.members] == [
        ("Front Desk", "+14155550101", False),
        ("On Call", "+14155550102", False),
    ]
    (inbox,) = document.inboxes
    assert inbox.members == ("Front Desk", "On Call")
    assert inbox.voicemail == "You have reached scheduling."
    (number,) = document.numbers
    assert (number.number, number.kind, number.registration) == (
        "+14155550100",
        "local",
        "approved",
    )
    flow = document.flows["+14155550100"]
    assert flow.agent.greeting == "Thanks for calling Harbor Dental."
    assert flow.agent.jobs == ("Booking", "Talk to a person")
    assert flow.voicemail.greeting == "Please leave a message."
    booking, person = document.jobs
    assert booking.description == "Wants an appointment"
    assert booking.instructions == (
        "Let the caller know you\u2019ll text the scheduling link now, then "
        "/Send SMS: https://example.com/book. Confirm they received it."
    )
    assert booking.actions == (SendSms(body="https://example.com/book"),)
    assert person.actions == (
        TransferCall(destination=Destination(kind="inbox", name="Scheduling")),
    )
    assert document.opt_outs == ("+14155550177",)


def test_only_the_name_is_required(file: Path) -> None:
    """The agent is called Sona by default."""
    document = load(file, "workspace: Harbor Dental\nmembers:\njobs: []\n")
    assert document == WorkspaceDocument(name="Harbor Dental", agent="Sona")


def test_omitted_fields_have_defaults(file: Path) -> None:
    """An inbox without members, a number without its kind, a flow without jobs."""
    document = load(
        file,
        "workspace: x\n"
        "inboxes: [{name: Empty}]\n"
        "numbers:\n"
        "  - number: (800) 555-0199\n"
        "    flow: [agent: {greeting: Hi}, voicemail: {greeting: Bye}]\n"
        "jobs: [{name: A, instructions: Be kind., on: off}]\n",
    )
    assert document.inboxes[0].members == ()
    assert document.inboxes[0].ring_seconds == 30
    (number,) = document.numbers
    assert (number.number, number.kind, number.registration) == (
        "+18005550199",
        "toll_free",
        "unregistered",
    )
    assert document.flows[number.number].agent.jobs == ()
    assert not document.jobs[0].on


def test_every_optional_field_is_read(file: Path) -> None:
    """Ring times, voicemail, do not disturb, the reason for a rejection."""
    document = load(
        file,
        "workspace: x\n"
        "members: [{name: A, phone: +1 415 555 0101, do_not_disturb: yes, voicemail: Hi,"
        " ring_seconds: 15}]\n"
        "inboxes: [{name: B, members: [a], ring_seconds: 120}]\n"
        "numbers:\n"
        "  - {number: +14155550100, kind: local, registration: rejected,"
        " rejection_reason: No website,"
        " flow: [agent: {greeting: Hi}, voicemail: {greeting: Bye}]}\n",
    )
    (member,) = document.members
    assert member.do_not_disturb
    assert (member.phone, member.voicemail, member.ring_seconds) == ("+14155550101", "Hi", 15)
    assert document.inboxes[0].members == ("A",)
    assert document.inboxes[0].ring_seconds == 120
    assert document.numbers[0].rejection_reason == "No website"


@pytest.mark.parametrize("written", ["+14155550101", "14155550101", "4155550101", "415-555-0101"])
def test_a_number_needs_no_quotes(file: Path, written: str) -> None:
    """YAML would read some of these as integers and drop the plus sign."""
    document = load(file, edited('"+14155550101"', written))
    assert document.members[0].phone == "+14155550101"


def test_two_numbers_may_share_jobs_and_a_flow(file: Path) -> None:
    """By a YAML alias."""
    document = load(
        file,
        edited("    flow:\n", "    flow: &usual\n").replace(
            "jobs:\n", '  - {number: "+14155550111", flow: *usual}\njobs:\n', 1
        ),
    )
    assert document.flows["+14155550111"] == document.flows["+14155550100"]


def test_duplicate_opt_outs_are_merged(file: Path) -> None:
    """Opt-out lists are often imported; duplicates in them are harmless."""
    document = load(file, edited('["+14155550177"]', '["+14155550177", (415) 555-0177]'))
    assert document.opt_outs == ("+14155550177",)


@pytest.mark.parametrize(
    ("old", "new", "path", "line", "message"),
    [
        ("workspace: Harbor Dental", "", "workspace", 2, "“workspace” is missing. Write “works"),
        ("workspace: Harbor Dental", "workspace:", "workspace", 1, "the value is empty"),
        ("workspace: Harbor Dental", "workspace: [a]", "workspace", 1, "a name is expected"),
        ("workspace: Harbor Dental", "workspace: 歯科", "workspace", 1, "has no letter a-z or"),
        ("agent: Sona", "agnet: Sona", "agnet", 2, "unknown key “agnet”. Did you mean “agent”?"),
        ("agent: Sona", "colour: red", "colour", 2, "The keys here are workspace, agent, lan"),
        ("agent: Sona", "agent: Sona\nagent: Max", "agent", 3, "the key “agent” appears twice"),
        ("agent: Sona", "? [agent]\n: Sona", "", 2, "a key must be a word"),
        ("agent: Sona", f"agent: {'x' * 101}", "agent", 2, "101 characters. Write at most 100."),
        ("{name: On Call,", "{", "members[1].name", 5, "“name” is missing. Write “name: Front D"),
        ("name: On Call, phone", "name: On Call, fone", "members[1].fone", 5, "Did you mean “pho"),
        ("{name: On Call,", "{name: front desk,", "members[1].name", 5,
         "members[0] on line 4 already has"),
        ("{name: On Call,", "{name: ' ',", "members[1].name", 5, "the name is blank"),
        ("+14155550102", "5550102", "members[1].phone", 5, "“5550102” has no area code"),
        ("+14155550102", "+19005550102", "members[1].phone", 5, "is a premium-rate number"),
        ("+14155550102", "911", "members[1].phone", 5, "is an emergency number"),
        ("+14155550102", "+14155550100", "members[1].phone", 5, "this workspace's own number"),
        ('"+14155550102"', "[1]", "members[1].phone", 5, "text is expected here"),
        ("turb: false", "turb: maybe", "members[1].do_not_disturb", 5, "“maybe” is neither true"),
        ("turb: false", "turb: {}", "members[1].do_not_disturb", 5, "this is neither true nor"),
        ("do_not_disturb: false", "ring_seconds: 14", "members[1].ring_seconds", 5, "from 15 to"),
        ("do_not_disturb: false", "ring_seconds: 121", "members[1].ring_seconds", 5, "from 15 to"),
        ("do_not_disturb: false", "ring_seconds: 30 s", "members[1].ring_seconds", 5, "“30 s” is"),
        ("do_not_disturb: false", "ring_seconds: 3e1", "members[1].ring_seconds", 5, "“3e1” is"),
        ("do_not_disturb: false", f"ring_seconds: {'9' * 5000}", "members[1].ring_seconds", 5,
         "is not a whole number"),
        ("{name: Scheduling,", "{name: On Call,", "inboxes[0].name", 7,
         "members[1] on line 5 already has"),
        ("[Front Desk, On Call]", "[Front Desk, On Cal]", "inboxes[0].members[1]", 7,
         "there is no member “On Cal”. Did you mean “On Call”?"),
        ("[Front Desk, On Call]", "[Bob]", "inboxes[0].members[0]", 7, "one of “Front Desk”, “On"),
        ("[Front Desk, On Call]", "[On Call, on call]", "inboxes[0].members[1]", 7,
         "the member “on call” is listed twice"),
        ("[Front Desk, On Call]", "Front Desk", "inboxes[0].members", 7, "a list is expected here"),
        ("[Front Desk, On Call]", "[[On Call]]", "inboxes[0].members[0]", 7, "a name is expected"),
        ('number: "+14155550100"', "number: +1415555010", "numbers[0].number", 9, "is too short"),
        ('number: "+14155550100"', 'nummer: "+14155550100"', "numbers[0].number", 9, "is missing"),
        ("kind: local  ", "kind: toll_free  ", "numbers[0].kind", 10,
         "+14155550100 is not toll-free. Write “kind: local”."),
        ("kind: local  ", "kind: tollfree  ", "numbers[0].kind", 10, "one of local, toll_free"),
        ("registration: approved", "registration: yes", "numbers[0].registration", 11,
         "“yes” is not allowed here. Write one of unregistered, pending, approved, rejected."),
        ("registration: approved", "rejection_reason: Because", "numbers[0].rejection_reason", 11,
         "the registration is unregistered, not rejected"),
        ('      - voicemail: {greeting: "Please leave a message."}\n', "", "numbers[0].flow", 13,
         "the flow has no voicemail step. Write an agent step, then a voicemail step."),
        ("- voicemail:", "- ring: {}\n      - voicemail:", "numbers[0].flow[1].ring", 14,
         "a ring step is not available yet"),
        ("- voicemail:", "- voicemial:", "numbers[0].flow[1].voicemial", 14, "mean “voicemail”?"),
        ("- voicemail:", "- agent: {greeting: Hi}\n      - voicemail:", "numbers[0].flow", 13,
         "the flow has more than one agent step"),
        ("      - voicemail:", "        voicemail:", "numbers[0].flow[0]", 13,
         "one list item holds two steps"),
        ('voicemail: {greeting: "Please leave a message."}', "voicemail:",
         "numbers[0].flow[1].voicemail", 14, "the value is empty. Write “voicemail: {gree"),
        ('voicemail: {greeting: "Please leave a message."}', "voicemail: Hello: leave a message",
         "numbers[0].flow[1].voicemail", 14, 'Write “greeting: "Thanks for calling."”.'),
        ('greeting: "Please leave a message."', 'greeting: ""',
         "numbers[0].flow[1].voicemail.greeting", 14, "the value is empty"),
        ('greeting: "Please leave a message."', r'greeting: "Please\0leave"',
         "numbers[0].flow[1].voicemail.greeting", 14, "the text contains the character U+0000"),
        ("jobs: [Booking, Talk to a person]", "jobs: [Bookings, Talk to a person]",
         "numbers[0].flow[0].agent.jobs[0]", 13, "there is no job “Bookings”. Did you mean “Boo"),
        ("jobs: [Booking, Talk to a person]", "jobs: [Booking, booking]",
         "numbers[0].flow[0].agent.jobs[1]", 13, "the job “booking” is listed twice"),
        ("  - name: Talk to a person", "  - name: Booking", "jobs[1].name", 19, "jobs[0] on"),
        ("    description: Wants", "    descripton: Wants", "jobs[0].descripton", 17, "“descr"),
        ("    description: Wants an appointment", "    on: perhaps", "jobs[0].on", 17, "neither"),
        ("/Send SMS: https", "/Send Email: https", "jobs[0].instructions", 18,
         "at “/Send Email: https://example.com/book. C…”, there is no action “/Send Email”. Write"),
        ("/Send SMS: https", "/Send SMS https", "jobs[0].instructions", 18, "there is no colon"),
        ("call: Scheduling", "call: Schedule", "jobs[1].instructions", 20, "mean “Scheduling”?"),
        ("call: Scheduling", "call: +19005550123", "jobs[1].instructions", 20, "premium-rate"),
        ("call: Scheduling", "call: 415-555-0100", "jobs[1].instructions", 20, "own number"),
        ('["+14155550177"]', "[nobody]", "opt_outs[0]", 21, "“nobody” is not a phone number"),
        ('["+14155550177"]', "+14155550177", "opt_outs", 21, "a list is expected here"),
        ('["+14155550177"]', "[~]", "opt_outs[0]", 21, "the value is empty"),
    ],
)  # fmt: skip
def test_a_problem_names_its_place_and_its_fix(  # noqa: PLR0917 - the columns of a table
    file: Path, old: str, new: str, path: str, line: int, message: str
) -> None:
    """Path in the file, line, what is wrong, what would be right."""
    found = [one for one in problems(file, edited(old, new)) if message in str(one)]
    assert [(one.path, one.line) for one in found] == [(path, line)]
    assert found[0].right


def test_a_problem_reads_as_one_line(file: Path) -> None:
    """File, path, line, what is wrong, what would be right."""
    (problem,) = problems(file, edited("call: Scheduling", "call: Schedule"))
    assert str(problem) == (
        f"{file}: jobs[1].instructions (line 20): at “/Transfer call: Schedule”, there is no "
        "member, inbox, or number “Schedule”. Did you mean “Scheduling”?"
    )


def test_a_name_with_a_line_break_is_not_suggested(file: Path) -> None:
    """Every problem stays on one line. An inbox may still list the member whose name is bad."""
    text = edited("{name: Front Desk,", '{name: "Front\\nDesk",')
    text = text.replace("call: Scheduling", "call: Front Dsk")
    with pytest.raises(InvalidWorkspace) as caught:
        load(file, text)
    found = caught.value.problems
    assert [one.path for one in found] == ["members[0].name", "jobs[1].instructions"]
    assert all("Front\n" not in one.right for one in found)
    assert str(caught.value).splitlines() == [str(one) for one in found]


def test_all_problems_are_reported_in_line_order(file: Path) -> None:
    """None hides another, and no problem is reported that merely follows from another."""
    text = (
        SAMPLE.replace("+14155550102", "911")
        .replace("agent: Sona", "agnet: Sona")
        .replace("/Send SMS:", "/Send Email: x. /Send SMS")
        .replace("call: Scheduling", "call: Bob")
        .replace("local  ", "toll_free  ")
    )
    with pytest.raises(InvalidWorkspace) as caught:
        load(file, text)
    found = caught.value.problems
    assert [one.path for one in found] == [
        "agnet",
        "members[1].phone",
        "numbers[0].kind",
        "jobs[0].instructions",
        "jobs[0].instructions",
        "jobs[1].instructions",
    ]
    assert str(caught.value).splitlines() == [str(one) for one in found]


def test_references_to_an_invalid_member_are_valid(file: Path) -> None:
    """A problem in one place does not cause one at every reference to it."""
    text = SAMPLE.replace('name: Front Desk, phone: "+14155550101"', "name: Front Desk")
    text = text.replace("description: Wants an appointment", "on: perhaps")
    assert [one.path for one in problems(file, text)] == ["members[0].phone", "jobs[0].on"]


def test_duplicate_numbers_are_reported(file: Path) -> None:
    """Even if they are written differently."""
    again = "  - {number: 415-555-0100, flow: *usual}\njobs:\n"
    text = edited("    flow:\n", "    flow: &usual\n").replace("jobs:\n", again, 1)
    (problem,) = problems(file, text)
    assert (problem.path, problem.line) == ("numbers[1].number", 15)
    assert "numbers[0] on line 9 already has the number +14155550100" in problem.wrong


def test_an_agent_step_has_at_most_ten_jobs(file: Path) -> None:
    """Ten are accepted, eleven are refused."""

    def with_jobs(count: int) -> str:
        names = [f"J{n}" for n in range(count)]
        jobs = "".join(f"  - {{name: {name}, instructions: Be kind.}}\n" for name in names)
        attached = edited("[Booking, Talk to a person]", f"[{', '.join(names)}]")
        return attached.replace("opt_outs", f"{jobs}opt_outs")

    assert len(load(file, with_jobs(10)).flows["+14155550100"].agent.jobs) == 10
    (problem,) = problems(file, with_jobs(11))
    assert problem.path == "numbers[0].flow[0].agent.jobs"
    assert str(problem).endswith("11 jobs are attached to one agent step. Attach at most 10.")


@pytest.mark.parametrize(
    ("field", "most"),
    [("name", 100), ("description", 500), ("instructions", 10_000)],
)
def test_the_length_limits_of_a_job(file: Path, field: str, most: int) -> None:
    """To the character."""

    def job(length: int) -> str:
        values = {"name": "A", "description": "B", "instructions": "C", field: "x" * length}
        return "workspace: x\njobs:\n  - " + "\n    ".join(f"{k}: {v}" for k, v in values.items())

    assert getattr(load(file, job(most)).jobs[0], field) == "x" * most
    (problem,) = problems(file, job(most + 1))
    assert problem.path == f"jobs[0].{field}"
    assert f"{most + 1:,} characters. Write at most {most:,}." in str(problem)


def test_the_length_limit_of_a_text(file: Path) -> None:
    """1,600 characters."""
    long = "/Send SMS: " + "x" * 1_600
    document = load(file, edited("/Send SMS: https://example.com/book", long))
    assert document.jobs[0].actions == (SendSms(body="x" * 1_600),)
    (problem,) = problems(file, edited("/Send SMS: https://example.com/book", f"{long}x"))
    assert "the text has 1,601 characters. Write at most 1,600." in str(problem)


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"", None, "the file is empty. Begin with “workspace:"),
        (b"# nothing\n", None, "the file is empty"),
        (b"- a\n- b\n", 1, "keys with values are expected here"),
        (b"Harbor Dental\n", 1, "keys with values are expected here"),
        (b"workspace: x\nfoo: [a\n", 3, "this is not valid YAML: while parsing a flow sequence"),
        (b"workspace: x\nfoo: a: b\n", 2, "Put a value that contains “: ” in quotes."),
        (b"workspace: x\n\tagent: y\n", 2, "Indent with spaces, not tabs"),
        (b"workspace: x\n---\nagent: y\n", 2, "expected a single document"),
        (b"workspace: x\nfoo: *a\n", 2, "found undefined alias"),
        (b"workspace: x\n\x07\n", 2, "YAML does not allow the character U+0007"),
        (b'workspace: "\\U99999999"\n', None, "an escape sequence in quotes is invalid"),
        (b"workspace: x\n\nagent: \xff\n", 3, "the file is not UTF-8. Save it as UTF-8 text."),
        ("workspace: x".encode("utf-16"), 1, "the file is not UTF-8"),
        (b"[" * 5_000, None, "nested too deeply"),
    ],
)
def test_an_unreadable_file_is_reported(
    file: Path, content: bytes, line: int | None, message: str
) -> None:
    """With the line, if it is known."""
    file.write_bytes(content)
    with pytest.raises(InvalidWorkspace) as caught:
        read_workspace(file)
    (problem,) = [one for one in caught.value.problems if message in str(one)]
    assert (problem.file, problem.line) == (str(file), line)


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    """A folder or an impossible name is reported as unreadable."""
    for path, message in (
        (tmp_path / "nothing.yaml", "nothing.yaml: there is no such file"),
        (tmp_path, "the file cannot be read: Is a directory"),
        (tmp_path / "\0", "the file cannot be read: embedded null byte"),
    ):
        with pytest.raises(InvalidWorkspace, match=message):
            read_workspace(path)


def test_a_byte_order_mark_is_ignored(file: Path) -> None:
    """Some editors write one."""
    file.write_bytes(b"\xef\xbb\xbf" + SAMPLE.encode())
    assert read_workspace(file) == read_workspace(HARBOR)
