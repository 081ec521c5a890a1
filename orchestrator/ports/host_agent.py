"""The agent that a host runs itself; the center then takes no turns."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

HOST_AGENT = "Host's agent"
"""The label of a host's agent that was given none."""
TakeTest = Callable[[Any], Awaitable[object]]
"""Works on a test call through its ``Desk``, until the call ends."""


@dataclass(frozen=True)
class HostAgent:
    """An agent that the host runs; it works on calls through a desk (``CallCenter.desk``).

    ``label`` is recorded with each call that it answers, such as the name of its model.
    ``take_test`` is called with the ``Desk`` of each test call that a person begins in this
    process. What they type comes as ``desk.news()`` of the kind ``caller``; the function replies
    with ``desk.agent_said`` and ``desk.call_tool``, and is cancelled when the center closes.
    """

    label: str = HOST_AGENT
    take_test: TakeTest | None = None
