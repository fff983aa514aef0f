"""`python -m bot check harbour.env [--live]`: says everything that keeps a clinic from opening."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path

from pydantic import SecretStr

from bot.settings import BadSettings, ClinicSettings, load, readable_by_others, together
from bot.vendors import advice
from bot.webhooks.endpoint import path_of
from connectors.errors import ConnectorError

Say = Callable[[str], object]
# Reads the clinic's systems, says what it finds as it goes, and gives what does not fit the
# clinic's settings, a sentence for each; raises ConnectorError.
Probe = Callable[[ClinicSettings, Say], Awaitable[Sequence[str]]]
# One line for each dialog: whether the clinic gets it, and why.
Dialogs = Callable[[ClinicSettings], Sequence[str]]


async def check(
    paths: Sequence[Path], *, live: bool, say: Say, probe: Probe, dialogs: Dialogs
) -> int:
    """Say all that is wrong with these clinics' files; 0 when they can be served, 1 when not.

    No value of a secret is ever said. With `live`, each clinic's system is read once.
    """
    usable: list[ClinicSettings] = []
    fine = True
    for path in paths:
        say(f"{path.name}:")
        try:
            settings = load(path, needs=frozenset({"telegram", "storage"}))
        except BadSettings as bad:
            for problem in bad.problems:
                say(f"  - {problem}")
            fine = False
            if live and (settings_ := _vendor_alone(path)) is not None:
                await _asked(settings_, probe, say)
            continue
        usable.append(settings)
        for line in _served(settings, dialogs):
            say(f"  {line}")
        if live:
            fine &= await _asked(settings, probe, say)
    for problem in together(usable):
        say(f"- {problem}")
        fine = False
    say("All is well." if fine else "Not ready yet.")
    return 0 if fine else 1


def _vendor_alone(path: Path) -> ClinicSettings | None:
    """The settings of a clinic that has named its system, but not all that it is served with."""
    try:
        return load(path)
    except BadSettings:
        return None


def _served(settings: ClinicSettings, dialogs: Dialogs) -> Iterator[str]:
    clinic = settings.clinic
    yield f"{clinic.name}, {clinic.phone}, by the clock of {clinic.timezone.key}."
    if readable_by_others(settings.file):
        yield (
            "Others on this machine may read this file, and it holds passwords: "
            f"chmod 600 {settings.file.name}"
        )
    if settings.desk.telegram_chat is None and not settings.desk.by_mail:
        yield (
            "Nobody is told of what waits for the desk, so somebody has to look at the list: set "
            "DESK_TELEGRAM_CHAT or DESK_MAIL_TO."
        )
    yield "In an emergency, patients read this. Have the clinic agree to it:"
    yield from (f"  {line}" for line in clinic.emergency_text.splitlines())
    yield from _address_of_events(settings)
    yield "What patients can do here:"
    yield from (f"  {line}" for line in dialogs(settings))


def _address_of_events(settings: ClinicSettings) -> Iterator[str]:
    """Where Aerona is to call: said here alone, since who knows it is taken for Aerona."""
    secret = settings.webhook_secret
    if secret is None:
        return
    public = settings.telegram and settings.telegram.webhook_url
    yield "Aerona's webhooks go to this address. Tell it Aerona and nobody else:"
    yield f"  {public or 'https://(this server)'}{path_of(secret, settings.slug)}"


async def _asked(settings: ClinicSettings, probe: Probe, say: Say) -> bool:
    """Whether the clinic's systems answered, and fit its settings; says what they told."""
    try:
        complaints = await probe(settings, lambda line: say(f"  {line}"))
    except ConnectorError as error:
        say(f"  {advice(settings.diary, error)}{_detail(settings, error)}")
        return False
    for complaint in complaints:
        say(f"  - {complaint}")
    return not complaints


def _detail(settings: ClinicSettings, error: ConnectorError) -> str:
    # An error's text holds no secret by the rule of connectors/errors.py; this is the one place
    # that shows it to a person, so the rule is not relied upon alone.
    text = str(error)
    secrets = [
        value.get_secret_value()
        for group in (settings.aerona, settings.pracsuite, settings.telegram, settings.desk)
        for _, value in group or ()
        if isinstance(value, SecretStr)
    ]
    return "" if not text or any(secret in text for secret in secrets) else f" ({text})"
