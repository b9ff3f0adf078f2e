"""Joins listings that belong together; for now by contacts they share exactly."""
