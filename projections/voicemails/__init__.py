"""Voicemails: whose, what was said, where it can be heard."""
