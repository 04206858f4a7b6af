"""Secrets that must be readable again (a provider's, an authenticator's) are kept sealed."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"inspectorate sealed secrets 1"


class CannotUnseal(Exception):
    """What was sealed was sealed under another SECRET_KEY, or was changed."""


def _key() -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE)
    material = hashlib.sha256(settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(derived.derive(material)))


def seal(secret: str) -> str:
    """``secret`` encrypted and authenticated (Fernet), under a key derived from SECRET_KEY."""
    return _key().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """The reverse of `seal`. Raises CannotUnseal."""
    try:
        return _key().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise CannotUnseal(
            "A stored secret cannot be read: SECRET_KEY has changed. Enter the secret again."
        ) from None
