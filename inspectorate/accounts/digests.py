"""How secrets that are handed out (tokens, invitations) are kept: as a digest."""

import hashlib


def digest_of(secret: str) -> str:
    """Secrets here are long and random, so a plain sha256 is enough and can be looked up."""
    return hashlib.sha256(secret.encode()).hexdigest()
