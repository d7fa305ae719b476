"""The ledger: what is known, accepted, published. The only state of the project
(SQLite, one file).

`store`: connection and transactions; `frontier`: what is known of each article number;
`ledger`: revisions and parts; `file`: lock, schema, checks.
"""

from envfocus.ledger.ledger import Head, Ledger, Part, Revision

__all__ = ["Head", "Ledger", "Part", "Revision"]
