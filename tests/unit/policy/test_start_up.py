"""Rules about words and numbers cost nothing until they are used."""

import subprocess
import sys

CHECK = """
import sys
from hookflash.domain.policy import dialing, texting
from hookflash.domain.policy.speech import answer, request
from hookflash.domain.policy.speech.english.arrival import ARRIVAL_PHRASES
from hookflash.domain.policy.speech.english.yes_no import YES_NO_PHRASES

def built():
    tables = [table for table in (YES_NO_PHRASES, ARRIVAL_PHRASES) if "_automaton" in vars(table)]
    return len(tables), "phonenumbers" in sys.modules

print(built())
answer.answer("yes"), answer.arrival("it came"), dialing.dialable("+14155550188")
print(built())
"""


def test_importing_the_rules_builds_no_table_and_loads_no_numbering_plan() -> None:
    """Each phrase table is compiled, and phonenumbers is imported, on first use."""
    done = subprocess.run(
        [sys.executable, "-c", CHECK], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.splitlines() == ["(0, False)", "(2, True)"]
