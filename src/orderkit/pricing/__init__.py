"""Price lists, offers, and the pure function that prices lines from them and says why."""
