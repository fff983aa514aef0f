"""Telegram: updates become arrivals, replies become messages with buttons."""
