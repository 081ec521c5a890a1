"""The agent that a host runs itself; the center then takes no turns."""

from dataclasses import dataclass

HOST_AGENT = "Host's agent"
"""The label of a host's agent that was given none."""


@dataclass(frozen=True)
class HostAgent:
    """An agent that the host runs; it works on calls through a desk (``CallCenter.desk``).

    ``label`` is recorded with each call that it answers, such as the name of its model.
    """

    label: str = HOST_AGENT
