"""Aerona Clinic: free slots, bookings, status changes, patients and accounts over its API 1.0."""

from connectors.aerona.adapter import (
    NEW_STATUSES,
    AeronaConnector,
    AeronaWithLookups,
    connect,
    connector_class,
)
from connectors.aerona.settings import AeronaSettings

__all__ = (
    "NEW_STATUSES",
    "AeronaConnector",
    "AeronaSettings",
    "AeronaWithLookups",
    "connect",
    "connector_class",
)
