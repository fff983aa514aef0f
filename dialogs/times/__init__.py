"""Choosing among free times: what dialogs share that look for one and offer some."""
