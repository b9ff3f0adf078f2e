"""Judges listings: folding, contacts, signals, rules and the verdict. Knows neither storage nor crawler."""
