"""Unquoted sentences in YAML."""

from contextlib import suppress
from pathlib import Path
from textwrap import dedent, indent

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from hookflash.orchestrator.workspaces.file.lenient_yaml import LenientLoader
from hookflash.orchestrator.workspaces.file.problems import InvalidWorkspace
from hookflash.orchestrator.workspaces.file.workspace_file import read_workspace


def load(text: str) -> object:
    """Parse ``text`` with the lenient loader."""
    return yaml.load(text, LenientLoader)  # noqa: S506 - a BaseLoader, which only makes text


def strictly(text: str) -> object:
    """Parse ``text`` as strict YAML, with every plain value as text."""
    return yaml.load(text, yaml.BaseLoader)  # noqa: S506 - the same


@pytest.mark.parametrize(
    "sentence",
    [
        "Then /Send SMS: https://example.com/book. Confirm: did it come?",
        "If they press #1, or say # twice, wait",
        "[/Send SMS: One. Two.] Then wait",
        "[ /Transfer call: Scheduling ]",
        "@home, `now`, 50% off: yes",
        "%20 is a space: really",
        "key: value: value",
        "It ends with a colon:",
        'It\'s a "quote": yes',
        "a {b}: [c]",
    ],
)
@pytest.mark.parametrize("key", ["instructions", "description", "greeting", "voicemail"])
def test_a_sentence_needs_no_quotes(key: str, sentence: str) -> None:
    """Colons and number signs belong to it; after it, YAML goes on."""
    assert load(f"a:\n  - {key}: {sentence}\n    on: yes\nb: c\n") == {
        "a": [{key: sentence, "on": "yes"}],
        "b": "c",
    }


def test_a_sentence_may_run_over_several_lines() -> None:
    """A line break is a space, a blank line a line break, as in any plain value."""
    text = dedent("""\
        jobs:
          - instructions: Let them know: a text comes,
              then /Send SMS: https://x.test. Wait.

              Then: stop
            name: A
          - instructions:
              On the next line: this
              and that
          - name: B
        """)
    assert load(text) == {
        "jobs": [
            {
                "instructions": "Let them know: a text comes, then /Send SMS: https://x.test. Wait."
                "\nThen: stop",
                "name": "A",
            },
            {"instructions": "On the next line: this and that"},
            {"name": "B"},
        ]
    }


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("greeting: Hello: there   # said first", "Hello: there"),
        ("greeting: Hello\t# said first", "Hello"),
        ("greeting: press # to go on", "press # to go on"),
        ("greeting: Suite #5  ", "Suite #5"),
        ("greeting:   # said first\n  Hello", "Hello"),
        ("greeting: Hello\n  # said first\n", "Hello"),
        ("greeting: Hello\t\n", "Hello"),
        ("name: Front Desk # the phone by the door", "Front Desk"),
        ("name: Room #5", "Room #5"),
    ],
)
def test_a_comment_needs_a_gap_after_a_sentence(text: str, value: str) -> None:
    """Two spaces or a tab; after a name one space is enough."""
    assert list(dict(load(text)).values()) == [value]  # type: ignore[call-overload]


@pytest.mark.parametrize(
    "text",
    [
        "instructions: |\n  One: two\n  # three\n",
        "instructions: >-\n  One: two\n\n  three\n",
        'instructions: "One: \\"two\\" # three"\n',
        "instructions: 'One: it''s'\n",
        "instructions: {a: b}\n",
        "instructions: [a, b]\n",
        "instructions:\n  - a\n  - b\n",
        "instructions:\n- a\n- b\n",
        "instructions:\nname: A\n",
        "instructions: &a text\nname: *a\n",
        "instructions: !!str text\n",
        "voicemail:\n  greeting: Hello\n",
        "agent:\n  greeting: Hello\n  jobs: [a, b]\n",
        "- agent: {greeting: Hello, jobs: [a, b]}\n- voicemail: {greeting: Bye}\n",
        "instructions:\n",
        "a: {instructions: b, name: c}\n",
        "phone: +14155550100\non: no\nat: 2026-01-01\n",
    ],
)
def test_every_other_style_is_plain_yaml(text: str) -> None:
    """Blocks, quotes, flow style, lists, aliases and empty values."""
    assert load(text) == strictly(text)


def test_surrogate_pairs_are_joined() -> None:
    """As JSON writes them; an unpaired half becomes U+FFFD."""
    assert load(r'greeting: "Hi \ud83d\ude00"') == {"greeting": "Hi \U0001f600"}
    assert load(r'greeting: "Hi \ud83d"') == {"greeting": "Hi \ufffd"}


_WORDS = st.text(alphabet="abc XYZ.,!?/()'-", min_size=1, max_size=60).map(str.strip)


@given(st.lists(_WORDS.filter(lambda words: words and words[0] not in "'-?!,&*"), min_size=1))
def test_valid_yaml_is_read_as_strict_yaml_reads_it(sentences: list[str]) -> None:
    """For sentences without special characters."""
    text = "".join(f"- instructions: {one}\n  on: yes\n" for one in sentences)
    assert load(text) == strictly(text)


@given(_WORDS, st.text(alphabet="ab:# \n", max_size=40))
def test_anything_indented_below_a_sentence_is_read_or_refused(first: str, rest: str) -> None:
    """With a YAML error and no other exception."""
    with suppress(yaml.YAMLError):
        load(f"a:\n  instructions: {first}\n{indent(rest, '    ')}\n  on: yes\n")


@pytest.mark.parametrize(
    "style",
    [
        "instructions: One\n      two\n\n      and /Transfer call: Bob\n",
        "instructions:\n      One\n      two\n      and /Transfer call: Bob\n",
        "instructions: |\n      One\n\n\n      and /Transfer call: Bob\n",
        "instructions: >\n      One\n      either/or\n      and /Transfer call: Bob\n",
        'instructions: "One\n      two\n\n      and /Transfer call: Bob"\n',
    ],
)  # fmt: skip
def test_a_problem_in_a_long_text_has_its_own_line(tmp_path: Path, style: str) -> None:
    """In every style of block."""
    text = f"workspace: x\njobs:\n  - name: A\n    {style}    on: yes\n"
    file = tmp_path / "x.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidWorkspace) as caught:
        read_workspace(file)
    (problem,) = caught.value.problems
    assert problem.line == 1 + text[: text.index("/Transfer")].count("\n")
