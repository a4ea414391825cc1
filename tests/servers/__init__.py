"""Real servers that tests talk to on this machine."""
