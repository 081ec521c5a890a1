"""What people answer to "Would you like me to transfer you to Scheduling?"."""

from tests.unit.policy.said import said

YES = said("yes")
NO = said("no")
UNCLEAR = said("unclear")
WORDY_YES = said("wordy_yes")
NOT_YES = said("wordy_not_yes")
