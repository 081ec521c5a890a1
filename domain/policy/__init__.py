"""Pure rules: may this text be sent, may this number be dialled, what did the caller mean."""
