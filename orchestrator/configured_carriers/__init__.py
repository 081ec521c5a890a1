"""Carriers that workspaces configure: their kinds, secrets, and the ports built from them."""
