"""Which pages to ask for, in what order, when to stop."""
