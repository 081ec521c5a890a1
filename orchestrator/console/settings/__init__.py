"""The tabs of the page Settings, and the dialogs in which their rows are edited."""
