"""A run as seen from outside: its outcome, exit code, record, metrics, health check."""
