"""The database that a clinic's file names, for the commands that work on it."""

from pathlib import Path

from bot.settings import ClinicSettings, load


def database(env: Path) -> tuple[ClinicSettings, Path]:
    """The clinic's settings and the path of its database; raises BadSettings without one."""
    settings = load(env, needs=frozenset({"storage"}))
    if settings.storage.path is None:
        raise ValueError("load has made sure of the path")
    return settings, settings.storage.path
