"""The roles the outside plays: telephony, messaging, an agent, the clock, ids."""
