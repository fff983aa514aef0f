"""From what patients write to what they mean; pure, deterministic, and honest about doubt."""
