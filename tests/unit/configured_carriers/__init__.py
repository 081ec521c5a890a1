"""Carriers that workspaces configure."""
