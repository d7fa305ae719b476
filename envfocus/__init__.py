"""envfocus: a scheduled crawler of Korean newspapers, one profile a paper."""

__version__ = "0.1.0"
