"""The functions that apply events to a call, one per event, grouped by subject."""
