"""A folder imports only from the folders to its left, and each library from where it belongs."""

import pytest

from tests.structure.sources import PACKAGES, imports, named, sources, within

# What a folder may import of ours, besides itself.
MAY_IMPORT = {
    "connectors": (),
    "dialogs": (
        "connectors.model",
        "connectors.protocols",
        "connectors.errors",
        "connectors.names",
    ),
    "storage": ("dialogs.session", "connectors.model"),
    "bot": ("connectors", "dialogs", "storage"),
    "sandbox": (),
}

# The commands that start the sandbox clinic.
STARTS_SANDBOX = ("bot/commands/",)

# A library that has one place.
BELONGS = {
    "telegram": ("bot/channels/telegram/",),
    "aiosmtplib": ("bot/desk/mail.py",),
    "aiosqlite": ("storage/",),
    "structlog": ("bot/", "connectors/", "storage/", "sandbox/"),
    "pydantic_settings": ("bot/settings/",),
    "dateparser": ("bot/ponder.py",),
}

# Clocks, chance, files, the network, and whatever would wait for them.
NOT_IN_DIALOGS = (
    *("time", "random", "secrets", "uuid", "os", "io", "pathlib", "tempfile", "shutil", "glob"),
    *("socket", "ssl", "http", "urllib", "requests", "httpx", "aiohttp", "sqlite3", "aiosqlite"),
    *("subprocess", "threading", "multiprocessing", "asyncio", "logging", "structlog"),
)


@pytest.mark.parametrize("folder", PACKAGES)
def test_a_folder_imports_only_from_its_left(folder: str) -> None:
    found = [
        f"{named(path)}:{line} imports {module}"
        for path in sources(folder)
        for line, module in imports(path)
        if within(module, *PACKAGES)
        # `from connectors import model` also names its package, which by itself holds nothing.
        and module not in PACKAGES
        and not within(module, folder, *MAY_IMPORT[folder])
        and not (within(module, "sandbox") and named(path).startswith(STARTS_SANDBOX))
    ]
    assert found == []


@pytest.mark.parametrize("folder", PACKAGES)
def test_tests_and_benchmarks_are_imported_by_nothing(folder: str) -> None:
    assert not [
        f"{named(path)}:{line}"
        for path in sources(folder)
        for line, module in imports(path)
        if within(module, "tests", "benchmarks")
    ]


@pytest.mark.parametrize("library", BELONGS)
def test_a_library_is_imported_only_where_it_belongs(library: str) -> None:
    found = [
        f"{named(path)}:{line}"
        for path in sources(*PACKAGES)
        for line, module in imports(path)
        if within(module, library) and not named(path).startswith(BELONGS[library])
    ]
    assert found == []


def test_dialogs_reach_for_no_clock_no_chance_no_file_and_no_network() -> None:
    found = [
        f"{named(path)}:{line} imports {module}"
        for path in sources("dialogs")
        for line, module in imports(path)
        if within(module, *NOT_IN_DIALOGS) and not _is_a_table_of_words(module)
    ]
    assert found == []


def _is_a_table_of_words(module: str) -> bool:
    # Words and lists that come with the package, read once through the import system.
    return within(module, "importlib.resources")


def test_nothing_is_imported_inside_out_by_a_star() -> None:
    assert not [
        f"{named(path)}:{line}"
        for path in sources(*PACKAGES)
        for line, module in imports(path)
        if module.endswith(".*")
    ]
