"""What the values alone decide: addresses, scopes' spellings, roles that may be given and taken."""
