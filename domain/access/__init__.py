"""Who may use a workspace over HTTP: its API keys and their roles."""
