r"""Parses instructions into steps, and writes steps as instructions.

An action is ``/Send SMS: <text>`` or ``/Transfer call: <member, inbox, or number>``, in any letter
case. A text extends to the end of its sentence or line; if it could also go on, or end earlier,
that is a mistake (:mod:`hookflash.domain.job.extent`). In brackets, ``[/Send SMS: One. Two.]``, it
is everything between them and may contain pairs of brackets. There, an unpaired bracket is written
``\[`` or ``\]``, and a backslash before a bracket or another backslash is written ``\\``.
"""

import re
from collections.abc import Sequence
from typing import Final

from hookflash.domain.job.action import Action, Destination, SendSms, TransferCall
from hookflash.domain.job.directory import Directory
from hookflash.domain.job.doubts import never_sent, quoted, two_readings, unclear
from hookflash.domain.job.extent import Room
from hookflash.domain.job.job import MAX_BODY, MAX_INSTRUCTIONS, Text
from hookflash.domain.job.lines import Lines
from hookflash.domain.job.notation import closings, unescaped, written
from hookflash.domain.job.sentence import first_visible, parenthesis_end
from hookflash.domain.problem import Problem
from hookflash.domain.value import Value


class InstructionProblem(Problem):
    """A mistake in instructions.

    ``at`` is its offset in characters, from 0; ``line`` and ``column`` are the same place, from 1.
    """

    at: int
    line: int
    column: int


class Reading(Value):
    """Parsed instructions. Do not use ``steps`` if there are ``problems``.

    ``places`` are the start and end offsets of each step, in characters from 0.
    """

    steps: tuple[Text | Action, ...]
    problems: tuple[InstructionProblem, ...] = ()
    places: tuple[tuple[int, int], ...] = ()


_SPACE = r"[^\S\n]"
_UNSEEN = "\u200b-\u200d\u2060\ufeff"
_ACTION = re.compile(
    rf"""(?P<open>\[\s*)?(?<![^\W_])(?<!/)
    (?:
        (?P<typo>(?:/[\s{_UNSEEN}]+|[\\\uff0f\u2044\u2215][\s{_UNSEEN}]*)
            (?P<meant>send\s+sms|transfer\s+call)\b)
      | /(?:
        (?P<name>send{_SPACE}+sms|transfer{_SPACE}+call)\b(?:{_SPACE}*(?P<colon>[:\uff1a]))?
      | (?P<other>[^\W\d_]+(?:{_SPACE}+[^\W\d_]+){{0,2}}?){_SPACE}*[:\uff1a]
      | (?P<like>(?:send|transfer)\w*|s[a-z]{{2,4}}{_SPACE}+sms\b|t[a-z]{{4,9}}{_SPACE}+call\b)
      )
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_FORMS: Final = {
    "send sms": "/Send SMS: <text>",
    "transfer call": "/Transfer call: <member, inbox, or number>",
}


MAX_PROBLEMS: Final = 50
"""How many mistakes are reported; parsing ends with the last of them."""


def parse(instructions: str, directory: Directory) -> Reading:
    """Parse ``instructions``; mistakes are reported in the result, nothing is raised.

    Takes time in proportion to their length. More than ``MAX_INSTRUCTIONS`` characters are not
    read, which is the only problem then.
    """
    if len(instructions) > MAX_INSTRUCTIONS:
        return Reading(steps=(), problems=(_too_long(len(instructions)),))
    return _Reader(instructions, directory).read()


def _too_long(length: int) -> InstructionProblem:
    wrong = f"the instructions have {length:,} characters"
    right = f"Write at most {MAX_INSTRUCTIONS:,}."
    return InstructionProblem(wrong=wrong, right=right, at=0, line=1, column=1)


def write(steps: Sequence[Text | Action]) -> str:
    """Write ``steps`` as instructions that :func:`parse` turns into the same steps."""
    return "".join(step.text if isinstance(step, Text) else written(step) for step in steps)


class _Reader:
    """Parses the instructions in one pass, left to right."""

    def __init__(self, text: str, directory: Directory) -> None:
        self.text = text
        self.lines = Lines(text)
        self.directory = directory
        self.steps: list[Text | Action] = []
        self.problems: list[InstructionProblem] = []
        self.places: list[tuple[int, int]] = []
        self.closings: dict[int, int | None] = {}

    def read(self) -> Reading:
        position = 0
        while len(self.problems) < MAX_PROBLEMS and (match := _ACTION.search(self.text, position)):
            self._prose(position, match.start())
            position = self._action(match)
            self._place(match.start(), position)
        self._prose(position, len(self.text))
        return Reading(
            steps=tuple(self.steps), problems=tuple(self.problems), places=tuple(self.places)
        )

    def _prose(self, start: int, end: int) -> None:
        if start < end:
            self.steps.append(Text(text=self.text[start:end]))
            self._place(start, end)

    def _place(self, start: int, end: int) -> None:
        """Record the offsets of the newest step; a mistake produced no step."""
        if len(self.places) < len(self.steps):
            self.places.append((start, end))

    def _action(self, match: re.Match[str]) -> int:
        """Parse the action at ``match``; returns the offset at which it ends."""
        if match["typo"] is not None:
            return self._mistyped(match)
        if match["name"] is None:
            return self._unknown(match)
        name = " ".join(match["name"].casefold().split())
        if match["colon"] is None:
            wrong = f"there is no colon after “{match['name']}”"
            return self._mistake(match, wrong, f"Write “{_FORMS[name]}”.")
        if match["open"] is not None:
            return self._bracketed(match, name)
        return self._bare(match, name)

    def _mistyped(self, match: re.Match[str]) -> int:
        name = " ".join(match["meant"].split())
        what = "a space after the slash" if match["typo"][0] == "/" else "another kind of slash"
        wrong = f"“{match['typo']}” is probably a typo for “/{name}”: it has {what}"
        return self._mistake(match, wrong, f"Write “{_FORMS[name.casefold()]}”.")

    def _unknown(self, match: re.Match[str]) -> int:
        name = match["other"] or self._words_at(match.start("like"))
        forms = " or ".join(f"“{form}”" for form in _FORMS.values())
        return self._mistake(match, f"there is no action “/{name}”", f"Write {forms}.")

    def _words_at(self, start: int) -> str:
        words = re.compile(rf"\w+(?:{_SPACE}+\w+)?").match(self.text, start)
        return words[0] if words else ""

    def _bracketed(self, match: re.Match[str], name: str) -> int:
        if match.start() not in self.closings:
            # Find all inner brackets at once: many unclosed ones would take quadratic time.
            self.closings |= closings(self.text, match.start(), match.end())
        closing = self.closings[match.start()]
        if closing is None:
            wrong = f"the bracket before “/{match['name']}” is never closed"
            return self._mistake(match, wrong, "Write “]” where the action ends.")
        within = _ACTION.finditer(self.text, match.end(), closing)
        if inner := next((one["name"] for one in within if one["name"]), None):
            wrong = f"“/{inner}” is inside the brackets of another action"
            return self._mistake(match, wrong, "Give each action its own brackets.")
        content = unescaped(self.text[match.end() : closing]).strip()
        if name == "send sms":
            self._send(match, content)
        else:
            self._transfer(match, self.directory.find(content))
        return closing + 1

    def _bare(self, match: re.Match[str], name: str) -> int:
        start, line_end = match.end(), self.lines.end(match.end())
        following = _ACTION.search(self.text, start, line_end)
        stop = following.start() if following else line_end
        if self.lines.in_parenthesis(start):
            stop = parenthesis_end(self.text, start, stop)
        leads = following is not None and stop == following.start()
        if name == "send sms":
            return self._bare_text(match, self._room(start, stop, leads=leads))
        start = first_visible(self.text, start, stop)
        found, length = self.directory.find_leading(self.text[start:stop], leads=leads)
        self._transfer(match, found)
        return start + length

    def _room(self, start: int, stop: int, *, leads: bool) -> Room:
        if leads or stop == len(self.text) or self.text[stop] != "\n":
            return Room(self.text, start, stop, leads)
        below = self.lines.end(stop + 1)
        action = _ACTION.search(self.text, stop + 1, below)
        below = action.start() if action else below
        return Room(self.text, start, stop, leads, below, below_leads=action is not None)

    def _bare_text(self, match: re.Match[str], room: Room) -> int:
        end, other = room.extent()
        body = self.text[room.start : end].strip()
        problem = quoted(self.text[room.start : room.stop])
        if problem is None and body:
            longer = self.text[room.start : other].strip() if other else ""
            clear = longer in ("", body)
            problem = never_sent(body) or (unclear(body) if clear else two_readings(body, longer))
        if problem:
            self._mistake(match, problem.wrong, problem.right)
            return end
        self._send(match, body)
        return end

    def _send(self, match: re.Match[str], body: str) -> None:
        if not body:
            right = "Write the text after the colon, in brackets if it has several sentences."
            self._mistake(match, "the text is blank", right)
        elif len(body) > MAX_BODY:
            wrong = f"the text has {len(body):,} characters"
            self._mistake(match, wrong, f"Write at most {MAX_BODY:,}.")
        elif problem := never_sent(body):
            self._mistake(match, problem.wrong, problem.right)
        else:
            self.steps.append(SendSms(body=body))

    def _transfer(self, match: re.Match[str], found: Destination | Problem) -> None:
        if isinstance(found, Problem):
            self._mistake(match, found.wrong, found.right)
        else:
            self.steps.append(TransferCall(destination=found))

    def _mistake(self, match: re.Match[str], wrong: str, right: str) -> int:
        """Report a problem with the action at ``match``; returns where parsing continues."""
        at = match.start()
        line, column = self.lines.place(at)
        self.problems.append(
            InstructionProblem(wrong=wrong, right=right, at=at, line=line, column=column)
        )
        return match.end()
