"""What a clinic's conversations leave behind, in one SQLite file: nothing said is ever lost."""
