"""What clinics set in the same way for every vendor: its address, and how long it is waited for."""

from ipaddress import ip_address
from typing import Annotated

from pydantic import AfterValidator, AnyHttpUrl, ValidationInfo

# No validator's message repeats what was set: the lines of an env file are logged and mailed about.


def _safe_address(url: AnyHttpUrl) -> AnyHttpUrl:
    if url.scheme != "https" and not _loopback(url.host or ""):
        raise ValueError("must begin with https:// (plain http only for this machine itself)")
    if url.username or url.password:
        raise ValueError("must not hold a user name or a password")
    if url.query or url.fragment:
        raise ValueError("must end with a path, without ? or #")
    return url


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


Address = Annotated[AnyHttpUrl, AfterValidator(_safe_address)]


def root(address: AnyHttpUrl) -> str:
    """The address as paths are put behind it, in one spelling for whoever counts by it."""
    return str(address).rstrip("/")


def longer_than_an_answer(settle: float, told: ValidationInfo, prefix: str) -> float:
    """The time after which a write's absence means something; ValueError if it is too short."""
    connect, write = told.data.get("connect_timeout"), told.data.get("write_timeout")
    if connect is not None and write is not None and settle <= connect + write:
        raise ValueError(
            f"must be more than {prefix}_CONNECT_TIMEOUT and {prefix}_WRITE_TIMEOUT together"
        )
    return settle
