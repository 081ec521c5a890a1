"""Events that a read model could not handle: set aside with the reason, so that others go on."""
