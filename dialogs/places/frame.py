"""Which place somebody asks about."""

from dialogs.lookup import Lookup


class Places(Lookup):
    """Only the place."""
