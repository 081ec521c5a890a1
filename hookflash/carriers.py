"""Carriers that workspaces configure: to serve them, and to add a kind of one's own."""

from hookflash.orchestrator.configured_carriers.kind_settings import (
    KindSetting,
    KindSettings,
    kind_settings,
)
from hookflash.orchestrator.configured_carriers.operator import WorkspaceCarriers
from hookflash.orchestrator.configured_carriers.registry import add_kind, kind_names
from hookflash.orchestrator.configured_carriers.secret_store import SecretStore
from hookflash.orchestrator.configured_carriers.secrets_file import InvalidSecrets
from hookflash.orchestrator.ports.carrier_calls import CarrierCalls
from hookflash.orchestrator.ports.carriers import (
    Carrier,
    CarrierConfig,
    CarrierContext,
    CarrierKind,
    CarrierOffers,
    CarrierUnavailable,
    Checked,
    Finding,
    NoSettings,
    RouterContext,
    SecretName,
    Secrets,
)

__all__ = [
    "Carrier",
    "CarrierCalls",
    "CarrierConfig",
    "CarrierContext",
    "CarrierKind",
    "CarrierOffers",
    "CarrierUnavailable",
    "Checked",
    "Finding",
    "InvalidSecrets",
    "KindSetting",
    "KindSettings",
    "NoSettings",
    "RouterContext",
    "SecretName",
    "SecretStore",
    "Secrets",
    "WorkspaceCarriers",
    "add_kind",
    "kind_names",
    "kind_settings",
]
