"""Moving an appointment."""
