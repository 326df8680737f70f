from .outcomes import Adoption, Break, Noted
from .silences import Extension, RollEntry, Silence, Suspension

__all__ = ["Adoption", "Break", "Extension", "Noted", "RollEntry", "Silence", "Suspension"]
