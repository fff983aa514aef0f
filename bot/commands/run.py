"""`python -m bot run harbour.env [other.env …]`: serve one or several clinics in one process."""

import asyncio
import errno
import gc
import os
import socket
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog
from aiohttp import web
from babel.dates import format_date

from bot import health, logs, stopping
from bot.app import ClinicApp, World, open_clinic
from bot.background import Background
from bot.channels.telegram.channel import TelegramChannel
from bot.commands.chat import now, world
from bot.settings import BadSettings, ClinicSettings, Problem, load, server, together
from bot.webhooks import endpoint
from dialogs.understand.prepare import prepare
from storage.errors import NotOpened, NotSynced

log = structlog.get_logger(__name__)

# One clinic that cannot be opened, or fails, is tried again; the others never notice.
AGAIN_AFTER = 30.0
GRACE = 1.0


@dataclass
class Served:
    """One clinic of this process, whether it is open just now or not."""

    settings: ClinicSettings
    channel: TelegramChannel
    app: ClinicApp | None = None

    def routes(self) -> list[web.RouteDef]:
        """What messengers and the clinic's vendor call; 503 while the clinic is not open."""
        secret = self.settings.webhook_secret
        if secret is None:
            return self.channel.routes()
        path = endpoint.path_of(secret, self.settings.slug)
        told = endpoint.routes(path, lambda: None if self.app is None else self.app.events)
        return [*self.channel.routes(), *told]

    def readiness(self) -> health.Readiness:
        """What `/ready` asks."""
        return health.Readiness(
            storage=lambda: self.app is not None,
            catalogue=lambda: self.app is not None and self.app.catalogues.current is not None,
            channel=lambda: self.app is not None and self.channel.receiving,
        )


def clinics_of(paths: Sequence[Path]) -> list[ClinicSettings]:
    """The settings of all clinics; raises BadSettings with everything wrong in any of them."""
    loaded: list[ClinicSettings] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            loaded.append(load(path, needs=frozenset({"telegram", "storage"})))
        except BadSettings as bad:
            problems += [_of(path, problem) for problem in bad.problems]
    problems += together(loaded)
    if problems:
        raise BadSettings(paths[0], problems)
    return loaded


def _of(path: Path, problem: Problem) -> Problem:
    return Problem(f"{path.name}: {problem.variable}", problem.expected, problem.state)


async def run(
    paths: Sequence[Path],
    say: Callable[[str], None],
    *,
    clock: Callable[[], datetime] = now,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> int:
    """Serve until SIGTERM or SIGINT; nothing starts while anything in the files is wrong.

    `clock` and `sleep` are given by those who let hours pass in a moment.
    """
    try:
        clinics = clinics_of(paths)
    except BadSettings as bad:
        for problem in bad.problems:
            say(f"- {problem}")
        return 1
    listening = server(clinics)
    logs.configure(form=listening.log_format, level=listening.log_level)
    async with AsyncExitStack() as stack:
        outside = await stack.enter_async_context(world(clock, sleep))
        get_ready(clinics, clock)
        served = [_served(settings, outside) for settings in clinics]
        try:
            await _listen(stack, listening.host, listening.port, served)
        except OSError as error:
            say(
                f"Cannot listen on {listening.host}, port {listening.port}: {reason(error)}. "
                "Stop what uses it, or set SERVER_HOST and SERVER_PORT to an address of this "
                "machine and a free port."
            )
            return 1
        background = Background()
        stack.push_async_callback(background.aclose)
        for one in served:
            background.start(_keep_serving(one, outside, say))
        await stopping.until_told()
        log.info("stopping")
    return 0


def get_ready(clinics: Sequence[ClinicSettings], clock: Callable[[], datetime]) -> None:
    """Do, before anybody is served, what would hold everybody up afterwards.

    What is in memory by now stays for good. Looking through it for garbage again and again would
    stop the event loop for some 80 ms each time, so the collector is told to leave it alone.
    """
    for settings in clinics:
        facts = settings.facts()
        today = facts.local(clock())
        prepare(today, facts.locale)
        format_date(today, locale=facts.locale)  # which reads the language's table from the disk
    gc.collect()
    gc.freeze()


def _served(settings: ClinicSettings, outside: World) -> Served:
    if settings.telegram is None:
        raise ValueError("a clinic is served on Telegram")

    async def blocked(user: str) -> None:
        if one.app is not None:
            await one.app.blocked(user)

    channel = TelegramChannel(
        settings.telegram, on_blocked=blocked, now=outside.clock, sleep=outside.sleep
    )
    one = Served(settings, channel)
    return one


async def _listen(stack: AsyncExitStack, host: str, port: int, served: Sequence[Served]) -> None:
    application = web.Application(client_max_size=1 << 20)
    application.add_routes(health.routes({one.settings.slug: one.readiness() for one in served}))
    for one in served:
        application.add_routes(one.routes())
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=GRACE)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, host, port).start()
    log.info("listening", port=port)


async def _keep_serving(one: Served, outside: World, say: Callable[[str], None]) -> None:
    """Serve one clinic; what goes wrong with it is logged, and it is opened again."""
    slug = one.settings.slug
    structlog.contextvars.bind_contextvars(clinic=slug)
    said = ""
    while True:
        try:
            await _serve(one, outside, say)
        except NotOpened as error:
            log.error("clinic_not_opened", error=type(error).__name__)
            if str(error) != said:
                # The sentence names the file, which logs leave out, and what to do about it.
                said = str(error)
                say(f"{slug}: {said}")
        except Exception:  # whatever it is, it is this clinic's alone
            log.exception("clinic_failed")
        await outside.sleep(AGAIN_AFTER)


async def _serve(one: Served, outside: World, say: Callable[[str], None]) -> None:
    path = one.settings.storage.path
    if path is None:
        raise ValueError("a served clinic names its database")
    async with AsyncExitStack() as stack:
        channel = await stack.enter_async_context(one.channel)
        app = await stack.enter_async_context(open_clinic(one.settings, channel, outside, path))
        one.app = app
        log.info("clinic_open")
        try:
            await app.run()
        except NotSynced as error:
            log.critical("sync_failed", error=type(error).__name__)
            say(f"{one.settings.slug}: {error}")
            stopping.end_at_once()
        finally:
            one.app = None


def reason(error: OSError) -> str:
    """Why an address cannot be listened on, in the system's words without its addresses."""
    known = {errno.EADDRINUSE: "another program does", errno.EACCES: "it may not be used"}
    if isinstance(error, socket.gaierror):
        return "there is no such address"
    return known.get(error.errno or 0, os.strerror(error.errno or 0))
