"""Texts: every one leaves a record, failed ones too."""
