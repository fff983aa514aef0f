"""Plays conversation files against the whole application and the sandbox clinic."""
