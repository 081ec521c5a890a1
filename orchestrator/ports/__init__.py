"""Ports: what Hookflash needs of telephony, messaging, the agent, the clock and ids."""
