"""The running application: settings, wiring, turns, messengers, commands."""
