"""What is measured, one command: `make bench`."""
