"""The paper of the fixtures' pages."""

from envfocus.papers.profile import load_profile

PROFILE = load_profile("ecofocus")
