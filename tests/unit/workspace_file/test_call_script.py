"""Reading call scripts, and the problems reported for invalid ones."""

from pathlib import Path

import pytest

from hookflash.domain.workspace.people import Inbox, Member
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.carriers.simulator.behaviour import PhoneBehaviour, TextBehaviour
from hookflash.orchestrator.carriers.simulator.script import HangUp, Line, Script
from hookflash.orchestrator.simulation.call_script import InvalidScript, read_call_script
from hookflash.orchestrator.simulation.scripted_dialogue import SILENCE_SECONDS

NUMBER = "+14155550100"
CAFE = Workspace(
    "sunny-cafe",
    name="Sunny Cafe",
    members={
        "Ana": Member(name="Ana", phone="+14155550101"),
        "Ben O\u2019Neil": Member(name="Ben O\u2019Neil", phone="+14155550102"),
    },
    inboxes={"Kitchen": Inbox(name="Kitchen", members=("Ana",))},
)


def read(folder: Path, text: str) -> Script:
    """Read ``text`` as a script."""
    file = folder / "call.yaml"
    file.write_text(text, encoding="utf-8")
    return read_call_script(file, {NUMBER: CAFE}.get)


def extended(folder: Path, text: str) -> Script:
    """Read a script that has ``text`` besides the two required numbers."""
    return read(folder, f"from: anonymous\nto: {NUMBER}\n{text}")


def problems(folder: Path, text: str) -> list[str]:
    """The problems of ``text``, without the file name."""
    with pytest.raises(InvalidScript) as raised:
        read(folder, text)
    return [str(problem).partition(": ")[2] for problem in raised.value.problems]


def test_omitted_fields_have_defaults(tmp_path: Path) -> None:
    """Only the two numbers are required."""
    script = read(tmp_path, 'from: "+1 (415) 555-0199"\nto: 415 555 0100\n')
    assert script == Script(from_="+14155550199", to=NUMBER)


@pytest.mark.parametrize("written", ["anonymous", "Anonymous", '"anonymous"'])
def test_the_caller_id_may_be_withheld(tmp_path: Path, written: str) -> None:
    """In any letter case."""
    assert read(tmp_path, f"from: {written}\nto: {NUMBER}\n").from_ is None


def test_an_entry_of_the_caller_is_words_keys_or_silence(tmp_path: Path) -> None:
    """In short and long form; a colon in a sentence needs no quotes."""
    lines = (
        "  - Hi, it's me\n"
        "  - {say: Hello, after: 2.5}\n"
        "  - say: One thing: a table\n"
        "  - {press: 1}\n"
        '  - {press: "*9#", after: 0}\n'
        "  - {after: 30}\n"
        '  - ""\n'
    )
    assert extended(tmp_path, f"caller:\n{lines}").caller == (
        Line(say="Hi, it's me"),
        Line(say="Hello", after=2.5),
        Line(say="One thing: a table"),
        Line(press="1"),
        Line(press="*9#", after=0),
        Line(after=30),
        Line(after=SILENCE_SECONDS),
    )


def test_phones_are_matched_leniently(tmp_path: Path) -> None:
    """Members in any letter case and with any apostrophe, external phones by number."""
    script = extended(
        tmp_path,
        "phones:\n"
        "  ANA: {does: answer, after: 8}\n"
        '  "ben o\'neil": {does: busy}\n'
        "  212 555 0123: {does: fail}\n",
    )
    assert script.phones == {
        "Ana": PhoneBehaviour(does="answer", after=8),
        "Ben O\u2019Neil": PhoneBehaviour(does="busy"),
        "+12125550123": PhoneBehaviour(does="fail"),
    }


@pytest.mark.parametrize("outcome", ["delivered", "undelivered", "lost", "fail:30006"])
def test_a_text_has_one_of_four_outcomes(tmp_path: Path, outcome: str) -> None:
    """The carrier's code follows a colon, with or without a space."""
    assert extended(tmp_path, f"texts: {{outcome: {outcome}}}").texts.outcome == outcome
    spaced = outcome.replace(":", ": ")
    assert extended(tmp_path, f'texts: {{outcome: "{spaced}"}}').texts == TextBehaviour(
        outcome=outcome
    )


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("{after: 95}", HangUp(after=95)),
        ("{when: transferring}", HangUp(when="transferring")),
        ("{when: ringing}", HangUp(after=0.5)),
    ],
)
def test_the_caller_hangs_up_at_a_time_or_in_a_state(
    tmp_path: Path, written: str, read_as: HangUp
) -> None:
    """While it rings means before the agent answers."""
    assert extended(tmp_path, f"hang_up: {written}").hang_up == read_as


def test_every_problem_is_reported_in_line_order(tmp_path: Path) -> None:
    """With its path, what is wrong, and what would be right."""
    assert problems(
        tmp_path,
        "from: 12\n"
        'to: "+12125550100"\n'
        "caller: [{say: Hi, press: 1}, {}, {after: soon}, [x]]\n"
        "texts: {outcome: eaten}\n"
        "hang_up: {after: 1, when: ringing}\n"
        "keys: [a]\n"
        "voicemal: Hello\n",
    ) == [
        (
            "from (line 1): “12” is too short. Check the digits, and write them with the country "
            "code, e.g. +14155550100. A withheld number is “anonymous”."
        ),
        (
            "to (line 2): no workspace in this database has the number +12125550100. Apply one "
            "that has it first: hookflash apply FILE.yaml"
        ),
        "caller[0] (line 3): “say” and “press” cannot be combined. Make two entries of them.",
        (
            "caller[1] (line 3): the entry says and presses nothing. Write the words in quotes, or "
            "“{say: …, after: 3}”, or “{press: 1}”."
        ),
        (
            "caller[2].after (line 3): this is not a number of seconds. Write one from 0 to 3,600, "
            "such as 8 or 2.5."
        ),
        "caller[3] (line 3): keys with values are expected here. Write the keys say, press, after.",
        (
            "texts.outcome (line 4): “eaten” is not an outcome of a text. Write "
            "delivered, undelivered, lost, or fail:30006 with the carrier's code."
        ),
        (
            "hang_up (line 5): “after” and “when” cannot be combined. Keep one of them. Write "
            "“{after: 95}”, or “{when: transferring}”."
        ),
        'keys[0] (line 6): these are not phone keys. Write digits, * or #, such as "1".',
        "voicemal (line 7): unknown key “voicemal”. Did you mean “voicemail”?",
    ]


@pytest.mark.parametrize(
    ("phones", "problem"),
    [
        (
            "{Anna: {does: answer}}",
            "phones.Anna (line 3): there is no member “Anna” in Sunny Cafe. Did you mean “Ana”?",
        ),
        (
            "{Zoltan: {does: answer}}",
            (
                "phones.Zoltan (line 3): there is no member “Zoltan” in Sunny Cafe. The members "
                "are: Ana, Ben O\u2019Neil."
            ),
        ),
        (
            "{kitchen: {does: answer}}",
            "phones.kitchen (line 3): “Kitchen” is an inbox, not a phone. Name its members: Ana.",
        ),
        (
            "{Ana: {does: sing}}",
            (
                "phones.Ana.does (line 3): “sing” is not allowed here. Write one of answer, "
                "ignore, reject, busy, fail."
            ),
        ),
        (
            "[Ana]",
            (
                "phones (line 3): phones are expected here, each under its member's name. Write "
                "“Front Desk: {does: answer, after: 8}”."
            ),
        ),
    ],
)
def test_an_invalid_phone_is_reported(tmp_path: Path, phones: str, problem: str) -> None:
    """With the possible ones."""
    assert problems(tmp_path, f"from: anonymous\nto: {NUMBER}\nphones: {phones}\n") == [problem]


def test_a_hang_up_without_a_time_is_reported(tmp_path: Path) -> None:
    """It needs a time or a state."""
    (problem,) = problems(tmp_path, f"from: anonymous\nto: {NUMBER}\nhang_up: {{}}\n")
    assert problem.startswith("hang_up (line 3): the time is missing.")


def test_the_problem_of_an_empty_script_shows_a_first_line(tmp_path: Path) -> None:
    """The caller's number."""
    assert problems(tmp_path, "") == ['the file is empty. Begin with “from: "+14155550199"”.']


def test_a_lost_gateway_is_written_like_a_hang_up(tmp_path: Path) -> None:
    """After some seconds, or in a state."""
    assert extended(tmp_path, "gateway_lost: {after: 14}").gateway_lost == HangUp(after=14)
    lost = extended(tmp_path, "gateway_lost: {when: transferring}").gateway_lost
    assert lost == HangUp(when="transferring")
    assert extended(tmp_path, "").gateway_lost is None
