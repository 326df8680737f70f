"""Page-shaped reads of the drafting slice."""
