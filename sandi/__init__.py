"""The ground floor of sandi: the parcels that travel, configuration, errors and text safety."""

__version__ = "0.1.0"
