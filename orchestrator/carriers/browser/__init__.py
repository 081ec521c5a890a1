"""A phone in the browser: tabs call, ring and talk through this process."""
