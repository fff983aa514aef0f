"""Somebody's appointments: what dialogs share that speak of them."""
