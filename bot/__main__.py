"""The command line: `python -m bot COMMAND`."""

import argparse
import asyncio
import sys
import zoneinfo
from collections.abc import Sequence
from pathlib import Path

from bot import logs
from bot.settings import BadSettings
from storage.errors import StorageError


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot",
        description="Frontdesk: patients book and change clinic appointments by chatting.",
    )
    commands = parser.add_subparsers(dest="command", required=True)

    demo = commands.add_parser(
        "demo", help="a whole booking against the sandbox clinic, unattended"
    )

    chat = commands.add_parser("chat", help="talk to a clinic in the console")
    chat.add_argument("--env", type=Path, help="a clinic's env file; without it the sandbox clinic")
    chat.add_argument("--record", metavar="NAME", help="write the talk as a conversation file")
    for talks in (demo, chat):
        talks.add_argument(
            "--system",
            choices=("aerona", "pracsuite"),
            default="aerona",
            help="which system the sandbox clinic has",
        )

    check = commands.add_parser("check", help="say everything that is wrong with env files")
    check.add_argument("env", type=Path, nargs="+")
    check.add_argument("--live", action="store_true", help="also make one read of the vendor")

    run = commands.add_parser("run", help="serve one or several clinics")
    run.add_argument("env", type=Path, nargs="+")

    sandbox = commands.add_parser("sandbox", help="run the sandbox clinic alone")
    sandbox.add_argument("--host", default="127.0.0.1")
    sandbox.add_argument("--port", type=int, default=8095)
    sandbox.add_argument("--webhooks", metavar="URL", help="an address to tell of changes")

    backup = commands.add_parser("backup", help="copy a clinic's database, also while it is served")
    backup.add_argument("env", type=Path)
    backup.add_argument("target", type=Path, nargs="?")

    restore = commands.add_parser("restore", help="put a copy of a clinic's database in its place")
    restore.add_argument("env", type=Path)
    restore.add_argument("copy", type=Path)

    desk = commands.add_parser("desk", help="list what waits for the clinic's people, or settle it")
    desk.add_argument("env", type=Path, help="the clinic's env file")
    desk.add_argument("item", type=int, nargs="?", help="the number of an item of the list")
    answer = desk.add_mutually_exclusive_group()
    answer.add_argument("--done", action="store_true", help="somebody has seen to it")
    answer.add_argument(
        "--yes",
        metavar="NUMBER",
        nargs="?",
        const="",
        help="what was in doubt did happen; for a booking, with the appointment's number",
    )
    answer.add_argument("--no", action="store_true", help="what was in doubt did not happen")
    answer.add_argument("--test", action="store_true", help="send a test to staff, by each way")

    lookup = commands.add_parser("lookup", help="say what a clinic's systems have under some words")
    lookup.add_argument("env", type=Path)
    lookup.add_argument("words")

    commands.add_parser("generate", help="write diagrams, .env.example and docs/settings.md anew")
    return parser


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _ask(question: str) -> str:
    try:
        return input(question)
    except EOFError:
        return ""


async def _run(options: argparse.Namespace) -> int:
    # Each command imports what it needs: `check` must not wait for Telegram, nor `run` for a
    # console.
    match options.command:
        case "demo":
            from bot.commands.demo import demo

            return await demo(_say, system=options.system)
        case "chat":
            from bot.channels.console import typed_lines
            from bot.commands.chat import chat

            record = Path("tests/conversations") / f"{options.record}.txt"
            return await chat(
                options.env,
                record if options.record else None,
                _say,
                typed_lines(),
                echo=not sys.stdin.isatty(),
                system=options.system,
            )
        case "check":
            from bot.commands.chat import now
            from bot.commands.check import check
            from bot.commands.live import dialogs, probe

            return await check(
                options.env, live=options.live, say=_say, probe=probe(now), dialogs=dialogs
            )
        case "run":
            from bot.commands.run import run

            return await run(options.env, _say)
        case "sandbox":
            from bot.commands.sandbox import sandbox

            return await sandbox(options.host, options.port, _say, options.webhooks)
        case "backup":
            from bot.commands.backups import backup
            from bot.commands.chat import now

            return await backup(options.env, options.target, now, _say)
        case "restore":
            from bot.commands.backups import restore
            from bot.commands.chat import now

            return await restore(options.env, options.copy, now, _say, _ask)
        case "desk":
            return await _desk(options)
        case "lookup":
            from bot.commands.chat import now
            from bot.commands.lookup import lookup

            return await lookup(options.env, options.words, now, _say)
        case _:
            from bot.commands.generate import generate

            return generate(_say)


async def _desk(options: argparse.Namespace) -> int:
    from bot.commands.chat import now
    from bot.commands.desk import settle, show
    from storage.attempts import Outcome

    if options.test:
        from bot.commands.desk_trial import send_trial

        return await send_trial(options.env, now, _say)
    answered = options.done or options.no or options.yes is not None
    if not answered:
        return await show(options.env, options.item, now, _say)
    if options.item is None:
        _say("Say which item, by its number in the list: desk harbour.env 4 --done")
        return 1
    happened = Outcome.BOOKED if options.yes is not None else None
    outcome = Outcome.NOT_BOOKED if options.no else happened
    reference = options.yes or None
    return await settle(options.env, options.item, outcome, reference, clock=now, say=_say)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; its exit status is 0 only if it did what it is for."""
    options = _parser().parse_args(arguments)
    logs.configure(form="console", level="error")
    # The pinned time zones, and not those of a host that may be older than a change of the law.
    zoneinfo.reset_tzpath([])
    try:
        return asyncio.run(_run(options))
    except BadSettings as bad:
        _say(f"{bad.file.name} cannot be used:")
        for problem in bad.problems:
            _say(f"- {problem}")
    except (StorageError, FileNotFoundError) as error:
        _say(str(error))
    except KeyboardInterrupt:
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main())
