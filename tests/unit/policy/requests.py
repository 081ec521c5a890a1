"""What callers say to ask for a text, decline one, or ask for a person, and what does not count."""

from tests.unit.policy.said import said

ASKS_FOR_TEXT = said("asks_for_text")
DOES_NOT_ASK_FOR_TEXT = said("does_not_ask_for_text")
DECLINES_TEXT = said("declines_text")
DOES_NOT_DECLINE_TEXT = said("does_not_decline_text")
ASKS_FOR_PERSON = said("asks_for_person")
DOES_NOT_ASK_FOR_PERSON = said("does_not_ask_for_person")
