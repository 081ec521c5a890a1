"""A workspace: its members, shared inboxes, numbers and jobs, and its contacts' consent."""
