"""Where a clinic's vendor tells what has changed: stored first, acknowledged then, a hint only."""
