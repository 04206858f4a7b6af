"""What must be readable again and by nobody else (a provider's secret, whom a pseudonym stands for)
is kept sealed."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"inspectorate sealed secrets 1"


class CannotUnseal(Exception):
    """What was sealed was sealed under another SECRET_KEY, or was changed."""


def _key(purpose: bytes) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose)
    material = hashlib.sha256(settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(derived.derive(material)))


def seal(secret: str, *, purpose: bytes = PURPOSE) -> str:
    """``secret`` encrypted and authenticated (Fernet), under a key derived from SECRET_KEY for this
    purpose: what is sealed for one cannot be opened for another."""
    return _key(purpose).encrypt(secret.encode()).decode()


def unseal(sealed: str, *, purpose: bytes = PURPOSE) -> str:
    """The reverse of `seal`. Raises CannotUnseal."""
    try:
        return _key(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise CannotUnseal(
            "A stored secret cannot be read: SECRET_KEY has changed. Enter the secret again."
        ) from None
