from .comments import Comment, Disposition, Reply
from .rounds import Round, RoundEntry

__all__ = ["Comment", "Disposition", "Reply", "Round", "RoundEntry"]
