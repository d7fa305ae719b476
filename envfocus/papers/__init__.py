"""What one paper is, as data: its profile, and the selectors of the CMS it runs on."""
