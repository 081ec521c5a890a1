"""Signed reports of providers: authenticated, parsed, passed on."""
