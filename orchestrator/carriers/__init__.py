"""Telephony and messaging behind the ports, one package for each carrier."""
