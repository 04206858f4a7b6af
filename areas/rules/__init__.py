"""Rules about areas and the bodies that serve them: plain values in, values or reasons out."""
