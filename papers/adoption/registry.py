"""What follows from an adoption is known above: registered there, called inside the adoption's own transaction."""

from papers.shared.registry import Registry

# name → callable(adoption, *, by), so that a paper is adopted with its recommendations referenced, or not at all.
on_adoption = Registry("what follows from an adoption")
