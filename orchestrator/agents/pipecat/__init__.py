"""Pipecat: Hookflash beside the model of a pipeline, and the telephony of its transports."""
