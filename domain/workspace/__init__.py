"""A workspace: its members, shared inboxes, numbers, jobs, and its contacts' consent."""
