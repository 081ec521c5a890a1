"""API keys: who may use a workspace over HTTP and the console, and in which role."""
