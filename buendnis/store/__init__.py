"""The record: an append-only log of entries, and tables that are its fold."""
