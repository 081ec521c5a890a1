"""The base of every exception that a public method raises on purpose."""


class HookflashError(Exception):
    """Something that Hookflash refused or could not do; the message says what and why.

    Each subclass also derives from the built-in exception that fits it (``LookupError``,
    ``ValueError``), so that both kinds of ``except`` work. Errors of the database driver and of the
    operating system are passed on as they are.
    """
