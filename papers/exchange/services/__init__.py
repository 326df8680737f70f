"""What comes from outside, a file, a history, a table; and what is taken away as a file that takes a while to make."""

from .bringing import bring, choose_authors, choose_columns, take_over_brought
from .documents import Imported, import_document, import_series
from .files import ENDS, End, ask_for, let_go, make_next
from .sheets import LOOKED_AT, LetGo, choose, receive, receive_figures, take_over

__all__ = [
    "ENDS",
    "LOOKED_AT",
    "End",
    "Imported",
    "LetGo",
    "ask_for",
    "bring",
    "choose",
    "choose_authors",
    "choose_columns",
    "import_document",
    "import_series",
    "let_go",
    "make_next",
    "receive",
    "receive_figures",
    "take_over",
    "take_over_brought",
]
