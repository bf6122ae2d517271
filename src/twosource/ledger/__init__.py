"""A ledger: every table of the pipeline kept on disk, grown by appends, always read as one whole generation.

Writers: build, remove; rule, undo. Readers: open_ledger, verify, exports, search. What people decide (rulings) is never derived, and never
edited.
docs/ledger.md tells the layout and what holds whatever happens. A ledger is on a local disk: locks over a network are not relied on.
"""

from twosource.ledger.build import Built, build, remove
from twosource.ledger.reader import Ledger, open_ledger
from twosource.ledger.ruling import preview, rule, standing_effects, undo
from twosource.ledger.verify import mismatches

__all__ = ["Built", "Ledger", "build", "mismatches", "open_ledger", "preview", "remove", "rule", "standing_effects", "undo"]
