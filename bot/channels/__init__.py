"""The messengers: each turns what it receives into Heard, and a Reply into what it can show."""
