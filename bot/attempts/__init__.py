"""Writes to a vendor: made at most once, settled when their outcome is lost, swept for extras."""

from bot.attempts.writing import Attempts, BookingWish, StatusWish

__all__ = ("Attempts", "BookingWish", "StatusWish")
