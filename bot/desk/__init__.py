"""Tells the clinic's people of what software cannot settle: in a chat of theirs, or by e-mail."""
