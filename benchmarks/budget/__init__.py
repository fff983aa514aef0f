"""How many of the vendor's requests a completed booking costs, measured over virtual hours."""
