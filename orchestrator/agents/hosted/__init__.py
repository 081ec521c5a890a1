"""Tool calls of hosted agents: Vapi, Retell and ElevenLabs run the agent, Hookflash acts.

A hosted platform speaks the transfer question and hears the answer itself. Both are taken from the
transcript in its authenticated request, and the core judges them.
"""
