from .chairing import objection_note, silence_cancel, silence_extend, silence_place, silence_resume
from .receipts import receipt_check, receipt_detail, receipt_text
from .silences import silence_acknowledge, silence_break, silence_detail, silence_list

__all__ = [
    "objection_note", "receipt_check", "receipt_detail", "receipt_text", "silence_acknowledge", "silence_break",
    "silence_cancel", "silence_detail", "silence_extend", "silence_list", "silence_place", "silence_resume",
]  # fmt: skip
