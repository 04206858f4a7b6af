"""Files brought in through the API: the same operations as the commands, under one address."""
