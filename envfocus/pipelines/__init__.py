"""One file, one class, one step, in the order they run."""
