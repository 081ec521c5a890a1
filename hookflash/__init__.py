"""Hookflash: the part of an AI phone agent that acts, with every action in an event log."""
