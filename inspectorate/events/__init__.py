"""What happened, for other systems: read in order."""
