"""What people answer to "Did the text arrive?"."""

from tests.unit.policy.said import said

HERE = said("text_is_here")
MISSING = said("text_is_missing")
UNCLEAR = said("text_is_unclear")
