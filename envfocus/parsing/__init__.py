"""HTML and RSS → what the page says, as raw values. Pure: no network, no clock, no
state.
"""

PARSER_VERSION = "1.0.0"
"""Rises whenever the same bytes can give other values; stands on every record."""
