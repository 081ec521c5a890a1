"""Where a workspace wants its events sent, and with which secrets they are signed."""
