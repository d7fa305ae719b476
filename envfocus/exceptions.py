"""The errors of envfocus: who raises each, and when."""

from scrapy.exceptions import DropItem, IgnoreRequest


class EnvfocusError(Exception):
    """Base of all errors that envfocus raises on purpose."""


class ConfigurationError(EnvfocusError):
    """Raised before any request when a setting, an argument or a profile is wrong."""


class ContractError(DropItem):
    """Raised by the contract pipeline for a record that breaks its schema; the
    quarantine extension keeps it.
    """


class LedgerError(EnvfocusError):
    """Raised by the ledger when its file cannot be read, written or trusted."""


class LockedError(EnvfocusError):
    """Raised by the ledger when another process holds it."""


class FeedError(EnvfocusError):
    """Raised by the feed's readers and writers when a file cannot be written, or is not
    what it must be.
    """


class OffsiteError(IgnoreRequest):
    """Raised by the hosts guard for a request or redirect that would leave the site."""


class BodyError(IgnoreRequest):
    """Raised by the decompression guard for a body that is too large, or cannot be
    unpacked.
    """


class RobotsError(IgnoreRequest):
    """Raised by the robots middleware for a page that robots.txt keeps from us."""


class LimitError(IgnoreRequest):
    """Raised by the robots and budget middlewares for a request that a run which is
    ending may not make.
    """
