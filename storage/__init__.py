"""Keeps what was found: one SQLite file, one writer at a time, nothing personal in clear."""
