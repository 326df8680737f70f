"""What people choose when something comes from outside: a file that becomes a paper, a table of what is followed."""

from .documents import ImportForm
from .sheets import AuthorsForm, BringForm, ChoiceForm, ColumnsForm, FiguresForm, SheetForm, TakeForm

__all__ = [
    "AuthorsForm",
    "BringForm",
    "ChoiceForm",
    "ColumnsForm",
    "FiguresForm",
    "ImportForm",
    "SheetForm",
    "TakeForm",
]
