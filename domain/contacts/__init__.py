"""What people write about the contacts of a workspace: a name, and notes."""
