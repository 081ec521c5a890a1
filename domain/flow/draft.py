"""A call flow as somebody is still arranging it."""

from hookflash.domain.flow.flow import Step
from hookflash.domain.value import Value


class FlowDraft(Value):
    """What a number's next flow may become; it may have mistakes, and no call walks through it."""

    steps: tuple[Step, ...] = ()
