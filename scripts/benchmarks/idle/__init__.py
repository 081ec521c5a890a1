"""Part 11: thousands of idle live calls in one process."""
