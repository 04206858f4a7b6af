"""Measurements of the goals, each beside the floor that could do the same work."""
