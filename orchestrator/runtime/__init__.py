"""What runs while calls are live: commands, agent turns, effects, timers, recovery."""
