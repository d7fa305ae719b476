"""Lines → parts, manifests, LATEST.json; verify, replay, rebuild, takedown."""
