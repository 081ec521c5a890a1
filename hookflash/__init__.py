"""Hookflash: the part of an AI phone agent that acts, with every action in an event log."""

from hookflash.orchestrator.call_center import CallCenter as CallCenter
from hookflash.orchestrator.log.errors import Conflict as Conflict
from hookflash.orchestrator.log.errors import LogUnavailable as LogUnavailable
from hookflash.orchestrator.simulation.virtual_time import run_virtually as run_virtually
