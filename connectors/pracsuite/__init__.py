"""PracSuite: bookings with a hold, patients, and every list that the practice keeps."""

from connectors.pracsuite.adapter import PracSuiteConnector, connect, connector_class
from connectors.pracsuite.settings import PracSuiteSettings

__all__ = ("PracSuiteConnector", "PracSuiteSettings", "connect", "connector_class")
