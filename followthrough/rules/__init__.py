"""Rules about main points for action and progress on them: plain values in, values or reasons out."""
