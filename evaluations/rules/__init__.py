"""Rules about inspections and their evaluations: plain values in, values or reasons out."""
