"""What the site allows and when we may ask: robots.txt, Retry-After, hours, contact."""
