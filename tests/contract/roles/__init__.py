"""What a process does on live calls: as much as its ports allow, and no more."""
