"""What an import of the scripted agent costs."""

import subprocess
import sys

CHECK = """
import sys
from hookflash.orchestrator.agents.scripted import ScriptedAgent
ScriptedAgent()
print(*(name for name in sys.modules if name.startswith("hookflash.orchestrator.agents.scripted.")))
"""


def test_the_phrase_tables_are_not_built_on_import() -> None:
    """A process that plays no call with the scripted agent does not pay for its tables."""
    done = subprocess.run([sys.executable, "-c", CHECK], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["hookflash.orchestrator.agents.scripted.agent"]
