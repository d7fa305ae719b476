"""How we behave towards the site: what is allowed, when, how often, who we say we are,
and how a run ends early.
"""
