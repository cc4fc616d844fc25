"""Storage that comes with orderkit: in memory, and in a SQLite file on the standard library."""
