"""Is the log whole, and unaltered? Taking it out, putting it in, erasing a person from it."""
