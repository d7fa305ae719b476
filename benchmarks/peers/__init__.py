"""Others' packages, measured beside ours: each group in an environment of its own, never in the product's."""
