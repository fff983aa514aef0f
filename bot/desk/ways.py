"""The ways by which a clinic's people are told, as its settings have them."""

import random
import ssl
from collections.abc import Callable
from datetime import datetime
from functools import partial

from bot.channels.protocol import TellsStaff
from bot.chores import Chore
from bot.desk.chat import StaffChat
from bot.desk.mail import Mail
from bot.desk.telling import Telling, Way
from bot.desk.wording import notice
from bot.settings import ClinicSettings
from storage.store import Store


def ways(
    settings: ClinicSettings,
    channel: object,
    clock: Callable[[], datetime],
    tls: ssl.SSLContext | None = None,
) -> tuple[Way, ...]:
    """Every way that is configured; a channel that cannot write to staff has no staff chat."""
    desk = settings.desk
    found: list[Way] = []
    if desk.telegram_chat is not None and isinstance(channel, TellsStaff):
        found.append(StaffChat(channel, desk.telegram_chat))
    if desk.by_mail:
        found.append(Mail(desk, clock, tls))
    return tuple(found)


def telling(
    settings: ClinicSettings,
    configured: tuple[Way, ...],
    store: Store,
    clock: Callable[[], datetime],
    chance: random.Random,
) -> tuple[Chore, ...]:
    """A chore for each way, so that none waits for another."""
    words = partial(
        notice, clinic=settings.clinic.name, file=settings.file.name, local=settings.facts().local
    )
    details = settings.desk.details == "yes"
    return tuple(Telling(way, store, words, details, clock, chance).chore() for way in configured)
