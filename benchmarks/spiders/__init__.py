"""Spiders to measure ours by; they run outside of the project, or with its settings."""
