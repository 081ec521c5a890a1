"""Work on a log beside its calls: verify, fork, rebuild, export, import, erase, configure."""

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
from hookflash.orchestrator.time_machine.change import (
    Change,
    InvalidFork,
    NotForkable,
    Phone,
    Policy,
    policy_from,
)
from hookflash.orchestrator.time_machine.ending import Difference, Ending
from hookflash.orchestrator.time_machine.fork import Fork
from hookflash.orchestrator.time_machine.forking import fork, fork_as_test
from hookflash.orchestrator.time_machine.sweep import Changed, Result, Scope
from hookflash.orchestrator.time_machine.workers import what_if

__all__ = [
    "CarrierAtStart",
    "CarrierCheck",
    "Change",
    "Changed",
    "Checked",
    "Configuration",
    "Difference",
    "Ending",
    "Erased",
    "Erasure",
    "Finding",
    "Fork",
    "Imported",
    "InvalidFork",
    "InvalidLog",
    "NotForkable",
    "Phone",
    "Policy",
    "Report",
    "Result",
    "Scope",
    "carriers_at_start",
    "check_carriers",
    "configuring",
    "erase",
    "export_call",
    "export_log",
    "fork",
    "fork_as_test",
    "import_log",
    "policy_from",
    "rebuild",
    "simulate",
    "verify",
    "wait_for_database",
    "what_if",
]
