"""Pages of papers, their text and their access."""
