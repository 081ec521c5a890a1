"""An unpublished change to a call flow."""

from hookflash.domain.flow.flow import Step
from hookflash.domain.value import Value


class FlowDraft(Value):
    """The next version of a number's flow, unpublished. It may have mistakes; no call uses it."""

    steps: tuple[Step, ...] = ()
