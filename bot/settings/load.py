"""Reads a clinic's file and says everything that is wrong with it at once."""

import re
import stat
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from itertools import chain
from pathlib import Path
from typing import Literal

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.settings.envfile import EnvFile, read, shown
from bot.settings.groups import ServerGroup, StorageGroup
from bot.settings.model import GROUPS, VENDORS, ClinicSettings, FromFile, is_path, slug, variables
from bot.settings.problems import BadSettings, Problem, described, of_group, problem
from connectors.pracsuite.settings import PracSuiteSettings

Need = Literal["telegram", "storage"]

_DIARY = "CLINIC_DIARY"
_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


def load(path: Path, *, needs: frozenset[Need] = frozenset()) -> ClinicSettings:
    """The settings of the clinic that this file describes.

    Every command needs the clinic's and its vendor's variables; `needs` names what else it cannot
    do without. Without "telegram", the messenger's variables are not looked at. Raises BadSettings
    with all that is wrong, by name, and never with a value.
    """
    file = read(path)
    problems = [*file.problems, *_unknown(file), *_at_home(file), *_undecided(file)]
    if not _SLUG.fullmatch(slug(path)):
        expected = "expected letters, digits, - and _, as in harbour.env"
        problems.append(Problem("the file's name", expected))
    left_out = frozenset(VENDORS) - _vendors(file) | frozenset({"telegram"}) - needs
    settings, wrong = _validated(file, left_out)
    problems += wrong
    if "storage" in needs and "STORAGE_PATH" not in file.given:
        about = described("STORAGE_PATH", StorageGroup.model_fields["path"])
        problems.append(Problem("STORAGE_PATH", about, "missing"))
    if settings is None or problems:
        raise BadSettings(path, problems)
    return settings


def together(clinics: Sequence[ClinicSettings]) -> tuple[Problem, ...]:
    """What keeps these clinics from being served by one process, by names of variables and files.

    Each clinic has a name, a database and a bot of its own; what the process has only one of is
    either said in one file, or said alike.
    """
    own: dict[tuple[str, object], list[str]] = defaultdict(list)
    said: dict[str, dict[object, list[str]]] = defaultdict(lambda: defaultdict(list))
    for settings in clinics:
        for variable, value in _own(settings):
            own[variable, value].append(settings.file.name)
        for field in sorted(settings.server.model_fields_set):
            said[field][getattr(settings.server, field)].append(settings.file.name)
    shared = [
        Problem(variable, f"expected one of its own for each of {_and(files)}", "shared")
        for (variable, _), files in own.items()
        if len(files) > 1
    ]
    differing = [
        Problem(f"server_{field}".upper(), f"expected the same in {_and(chain(*values.values()))}")
        for field, values in said.items()
        if len(values) > 1
    ]
    return (*shared, *differing, *_counted_apart(clinics))


def _counted_apart(clinics: Sequence[ClinicSettings]) -> Iterator[Problem]:
    """Clinics with the same vendor key have one quota, so their requests are counted together."""
    folders: dict[str, dict[Path, str]] = defaultdict(dict)
    for settings in clinics:
        if settings.pracsuite is not None:
            key = settings.pracsuite.vendor_key.get_secret_value()
            folders[key][_budgets(settings, settings.pracsuite)] = settings.file.name
    for files in folders.values():
        if len(files) > 1:
            yield Problem(
                "PRACSUITE_BUDGET_FOLDER",
                f"expected the same folder in {_and(files.values())}: they share a vendor key",
            )


def _budgets(settings: ClinicSettings, vendor: PracSuiteSettings) -> Path:
    beside = settings.storage.path or settings.file
    return (vendor.budget_folder or beside.parent).resolve()


def server(clinics: Sequence[ClinicSettings]) -> ServerGroup:
    """What the process that serves these clinics listens on, out of whichever file says it."""
    merged = ServerGroup()
    for settings in clinics:
        told = {name: getattr(settings.server, name) for name in settings.server.model_fields_set}
        merged = merged.model_copy(update=told)
    return merged


def readable_by_others(path: Path) -> bool:
    """Whether other users of the machine may read the file, which holds passwords."""
    return bool(stat.S_IMODE(path.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO))


def _own(settings: ClinicSettings) -> Iterator[tuple[str, object]]:
    yield "the file's name", settings.slug.lower()
    if settings.storage.path:
        yield "STORAGE_PATH", settings.storage.path.resolve()
    if settings.telegram:
        yield "TELEGRAM_BOT_TOKEN", settings.telegram.bot_token.get_secret_value()


def _and(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}"


def _unknown(file: EnvFile) -> Iterator[Problem]:
    names = {variable for variable, *_ in variables()}
    for name, given in file.given.items():
        if name in names:
            continue
        near = get_close_matches(name.upper(), names, 1, 0.8)
        expected = f"did you mean {near[0]}?" if near else "there is no such variable"
        yield Problem(shown(name, given.line), expected, "not known")


def _vendors(file: EnvFile) -> frozenset[str]:
    """The practice management systems that the file is about."""
    given = {name.partition("_")[0].lower() for name in file.given}
    said = file.given.get(_DIARY)
    return frozenset(VENDORS) & (given if said is None else {*given, said.value.lower()})


def _undecided(file: EnvFile) -> Iterator[Problem]:
    vendors = _vendors(file)
    if not vendors:
        yield Problem(_DIARY, "expected aerona or pracsuite, and the variables of it", "missing")
    elif len(vendors) > 1 and _DIARY not in file.given:
        expected = "expected which of the two systems books: aerona or pracsuite"
        yield Problem(_DIARY, expected, "missing")


def _at_home(file: EnvFile) -> Iterator[Problem]:
    # Only a shell knows whose home ~ is; here it would become a folder of that name.
    for variable, _, _, field in variables():
        if is_path(field) and variable in file.given and file.given[variable].value[0] == "~":
            yield Problem(variable, "expected a path without ~")


def _validated(
    file: EnvFile, left_out: frozenset[str]
) -> tuple[ClinicSettings | None, list[Problem]]:
    # pydantic's error holds what was given. It ends here, and what is raised later is raised
    # outside of this block, so that it is not even the context of another error.
    try:
        return ClinicSettings(_build_sources=((FromFile(file, left_out),), {})), []
    except ValidationError as error:
        return None, [_problem(details) for details in error.errors(include_url=False)]


def _problem(error: ErrorDetails) -> Problem:
    prefix, *inside = map(str, error["loc"])
    fields = GROUPS[prefix].model_fields
    if inside:
        return problem(f"{prefix}_{inside[0]}".upper(), fields[inside[0]], error)
    return of_group(prefix, fields, error)
