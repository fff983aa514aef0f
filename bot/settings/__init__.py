"""What a clinic tells Frontdesk: one env file a clinic, read by one model."""

from bot.settings.load import load, readable_by_others, server, together
from bot.settings.model import ClinicSettings
from bot.settings.problems import BadSettings, Problem

__all__ = [
    "BadSettings",
    "ClinicSettings",
    "Problem",
    "load",
    "readable_by_others",
    "server",
    "together",
]
