"""`python -m bot sandbox`: the sandbox clinic alone, for others to develop against."""

from collections.abc import Callable

from sandbox import gate, pracsuite_gate
from sandbox.server import Sandbox, serve


async def sandbox(
    host: str, port: int, say: Callable[[str], None], webhooks: str | None = None
) -> int:
    """Serve until interrupted, and say what to write into an env file."""

    def started(running: Sandbox) -> None:
        say("The sandbox clinic is running. In a clinic's env file:")
        say(f"  AERONA_BASE_URL={running.base_url}")
        say(f"  AERONA_USERNAME={gate.USERNAME}")
        say(f"  AERONA_PASSWORD={gate.PASSWORD}")
        say("  AERONA_PRACTICE_ID=9876")
        say("or, where it speaks PracSuite:")
        say(f"  PRACSUITE_BASE_URL={running.pracsuite.base_url}")
        say(f"  PRACSUITE_VENDOR_KEY={pracsuite_gate.VENDOR_KEY}")
        say(f"  PRACSUITE_ACCOUNT_KEY={pracsuite_gate.ACCOUNT_KEY}")
        say(f"Its diary and its switches are under {running.control_url}; Ctrl-C stops it.")

    await serve(host, port, started=started, webhooks=webhooks)
    return 0
