"""Extraction: from a fetched page, feed or API answer to Listings. Pure functions; nothing here asks the network."""
