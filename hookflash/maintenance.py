"""Work on a log beside its calls: verify, rebuild, export, import, erase, configure, simulate."""

from hookflash.orchestrator.configured_carriers.checks import CarrierAtStart, CarrierCheck
from hookflash.orchestrator.integrity.erasing import Erasure
from hookflash.orchestrator.integrity.findings import Checked, Erased, Finding, Report
from hookflash.orchestrator.integrity.import_ import Imported, InvalidLog
from hookflash.orchestrator.maintenance import (
    Configuration,
    carriers_at_start,
    check_carriers,
    configuring,
    erase,
    export_call,
    export_log,
    import_log,
    rebuild,
    simulate,
    verify,
    wait_for_database,
)

__all__ = [
    "CarrierAtStart",
    "CarrierCheck",
    "Checked",
    "Configuration",
    "Erased",
    "Erasure",
    "Finding",
    "Imported",
    "InvalidLog",
    "Report",
    "carriers_at_start",
    "check_carriers",
    "configuring",
    "erase",
    "export_call",
    "export_log",
    "import_log",
    "rebuild",
    "simulate",
    "verify",
    "wait_for_database",
]
