"""Contract suites: test classes that every adapter of a port must pass. They need pytest.

Subclass a contract in a test module under a name that begins with ``Test``, and say there how to
reach the adapter. pytest then runs every test of the contract on it.
"""

try:
    import pytest
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "the contract suites need pytest: pip install 'hookflash[testing]'", name=error.name
    ) from error

# Before they are imported, so that a failed assertion shows what the adapter answered.
pytest.register_assert_rewrite(
    *(
        f"{__name__}.{module}"
        for module in (
            "agent",
            "agent_mishaps",
            "agent_scenes",
            "messaging",
            "recordings",
            "telephony",
            "understanding",
            "webhook_sender",
        )
    )
)

from hookflash.orchestrator.testing.contracts.agent import AgentContract as AgentContract  # noqa: E402
from hookflash.orchestrator.testing.contracts.contract import Reports as Reports  # noqa: E402
from hookflash.orchestrator.testing.contracts.contract import ReportTo as ReportTo  # noqa: E402
from hookflash.orchestrator.testing.contracts.desk_stage import (  # noqa: E402
    DeskStage as DeskStage,
)
from hookflash.orchestrator.testing.contracts.desk_stage import (  # noqa: E402
    desk_stage as desk_stage,
)
from hookflash.orchestrator.testing.contracts.messaging import (  # noqa: E402
    MessagingContract as MessagingContract,
)
from hookflash.orchestrator.testing.contracts.port_stage import (  # noqa: E402
    port_stage as port_stage,
)
from hookflash.orchestrator.testing.contracts.recordings import (  # noqa: E402
    RecordingsContract as RecordingsContract,
)
from hookflash.orchestrator.testing.contracts.recordings import (  # noqa: E402
    RecordingStoreContract as RecordingStoreContract,
)
from hookflash.orchestrator.testing.contracts.telephony import (  # noqa: E402
    TelephonyContract as TelephonyContract,
)
from hookflash.orchestrator.testing.contracts.understanding import (  # noqa: E402
    UnderstandingContract as UnderstandingContract,
)
from hookflash.orchestrator.testing.contracts.webhook_sender import (  # noqa: E402
    WebhookReceiver as WebhookReceiver,
)
from hookflash.orchestrator.testing.contracts.webhook_sender import (  # noqa: E402
    WebhookSenderContract as WebhookSenderContract,
)
