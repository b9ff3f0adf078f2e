"""Collects public listings: sources, spiders, extraction and the schedule."""
