"""The ledger: what is known, accepted, published. The only state of the project
(SQLite, one file), and all SQL there is.

`file`: lock, connections, checks; `migrate`: the schema; `store`: transactions;
`revisions` and `parts`: what was accepted and published; `frontier`: what is known of
each article number; `paper`: whose ledger it is; `coverage` and `health`: reports.
"""

from envfocus.ledger.ledger import Ledger
from envfocus.ledger.paper import PaperIdentity
from envfocus.ledger.parts import Part
from envfocus.ledger.revisions import Head, Revision

__all__ = ["Head", "Ledger", "PaperIdentity", "Part", "Revision"]
