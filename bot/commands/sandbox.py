"""`python -m bot sandbox`: the sandbox clinic alone, for others to develop against."""

from collections.abc import Callable

from bot.settings.groups import VendorName
from bot.settings.model import VENDORS
from sandbox import gate, pracsuite_gate
from sandbox.catalogue import PRACTICE_ID
from sandbox.server import Sandbox, serve


def variables(running: Sandbox, system: VendorName) -> dict[str, str]:
    """The lines of a clinic's env file that are about its system."""
    if system == "aerona":
        return {
            "AERONA_BASE_URL": running.base_url,
            "AERONA_USERNAME": gate.USERNAME,
            "AERONA_PASSWORD": gate.PASSWORD,
            "AERONA_PRACTICE_ID": str(PRACTICE_ID),
        }
    return {
        "PRACSUITE_BASE_URL": running.pracsuite.base_url,
        "PRACSUITE_VENDOR_KEY": pracsuite_gate.VENDOR_KEY,
        "PRACSUITE_ACCOUNT_KEY": pracsuite_gate.ACCOUNT_KEY,
    }


async def sandbox(
    host: str, port: int, say: Callable[[str], None], webhooks: str | None = None
) -> int:
    """Serve until interrupted, and say what to write into an env file."""

    def started(running: Sandbox) -> None:
        say("The sandbox clinic is running. In a clinic's env file, for one system or the other:")
        for system in VENDORS:
            for name, value in variables(running, system).items():
                say(f"  {name}={value}")
        say(f"Its diary and its switches are under {running.control_url}; Ctrl-C stops it.")

    await serve(host, port, started=started, webhooks=webhooks)
    return 0
