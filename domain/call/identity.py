"""Names that follow from what they name, so that two workers, or two tries, give the same."""

from uuid import UUID, uuid5

NAMESPACE = UUID("5f0c2b5e-7c1a-5d0e-9b1f-6b8a1c0f4e21")


def call_id(workspace: str, provider_call_id: str) -> str:
    """The call's own id: the same webhook delivered twice is the same call."""
    return f"{workspace}.call.{uuid5(NAMESPACE, f'{workspace}/{provider_call_id}').hex[:16]}"


def effect_key(call: str, action: str, occurrence: int) -> str:
    """The key an action travels under; never the model's tool-call id (DESIGN §4)."""
    return str(uuid5(NAMESPACE, f"{call}/{action}/{occurrence}"))


def leg_id(effect: str, number: int) -> str:
    """The name of one ringing phone of a transfer; ``number`` counts from 1."""
    return f"{effect}.{number}"
