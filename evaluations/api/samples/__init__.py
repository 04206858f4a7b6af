"""inspections/.../sample, cases and participation: an inspection's case sample."""
