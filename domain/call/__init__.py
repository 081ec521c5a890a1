"""A call: its statechart, commands and events, and the pure decisions that connect them."""
