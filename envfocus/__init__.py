"""envfocus: a scheduled crawler of the Korean environment paper 환경포커스."""

__version__ = "0.1.0"
