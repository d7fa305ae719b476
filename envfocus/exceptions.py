"""The errors of envfocus: who raises each, and when."""

from scrapy.exceptions import DropItem


class EnvfocusError(Exception):
    """Base of all errors that envfocus raises on purpose."""


class ConfigurationError(EnvfocusError):
    """Raised by the spiders and the base URL check, before any request, when a setting or argument is wrong."""


class ContractError(DropItem):
    """Raised by the contract pipeline for a record that breaks its schema; the quarantine extension keeps it."""
