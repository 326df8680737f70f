"""Pages on which something comes from outside, and what is taken away to be read on paper."""

from .bringing import brought_add, brought_detail, sheet_to_fill
from .documents import import_detail, paper_import
from .files import dashboard_file, job_detail, job_file, marked_file, matrix_file, paper_report, revision_file
from .sheets import figures_add, sheet_add, sheet_detail

__all__ = [
    "brought_add",
    "brought_detail",
    "dashboard_file",
    "figures_add",
    "import_detail",
    "job_detail",
    "job_file",
    "marked_file",
    "matrix_file",
    "paper_import",
    "paper_report",
    "revision_file",
    "sheet_add",
    "sheet_detail",
    "sheet_to_fill",
]
