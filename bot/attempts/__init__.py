"""Writes to a vendor: made at most once, settled when their outcome is lost, swept for extras."""

from bot.attempts.holds import Holds
from bot.attempts.leases import Leases
from bot.attempts.reading import Reader
from bot.attempts.wishes import BookingWish, StatusWish, described
from bot.attempts.writing import Attempts

__all__ = ("Attempts", "BookingWish", "Holds", "Leases", "Reader", "StatusWish", "described")
