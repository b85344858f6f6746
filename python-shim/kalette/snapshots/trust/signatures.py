"""Signing a manifest, and judging a signature."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Optional

from ..errors import SnapshotError
from ..format.canonical import canonical
from . import ed25519
from .keys import KeyRing, key_text, parse_key

_CONTEXT = b"kalette-snapshot-signature 1\n"

OWN, TRUSTED, UNKNOWN, UNSIGNED, BAD = "own", "trusted", "unknown", "unsigned", "bad"


@dataclass(frozen=True)
class Signature:
    """Who signed: ``trust`` is own, trusted, unknown (a valid signature by a key that the user
    does not know), unsigned or bad (the signature is not that of this manifest)."""

    trust: str
    key: Optional[str] = None
    comment: str = ""

    @property
    def is_trusted(self) -> bool:
        """Whether what could execute may load without being asked about."""
        return self.trust in (OWN, TRUSTED)

    @property
    def is_valid(self) -> bool:
        """Whether the key that is named has signed this."""
        return self.trust in (OWN, TRUSTED, UNKNOWN)

    @classmethod
    def of_key(cls, key: str, ring: KeyRing) -> Signature:
        """What a valid signature by this key is worth to the user."""
        own = ring.own()
        if own is not None and key == key_text(own):
            return cls(OWN, key)
        for known in ring.trusted():
            if known.key == key:
                return cls(TRUSTED, key, known.comment)
        return cls(UNKNOWN, key)


def sign_manifest(manifest: bytes, ring: KeyRing) -> bytes:
    """The content of the ``.sig`` file beside a manifest."""
    return sign(manifest, ring, _CONTEXT)


def sign(data: bytes, ring: KeyRing, context: bytes) -> bytes:
    """A signature as a JSON text; ``context`` keeps one for this from passing for one for that."""
    seed, public = ring.pair()
    signature = _sign(seed, context + data)
    return canonical(
        {
            "version": 1,
            "key": key_text(public),
            "signature": base64.b64encode(signature).decode("ascii"),
        }
    )


def judge(
    data: bytes, signature: Optional[bytes], ring: KeyRing, context: bytes = _CONTEXT
) -> Signature:
    """What a signature, by default the one beside a manifest, is worth to this user."""
    if signature is None:
        return Signature(UNSIGNED)
    try:
        value = json.loads(signature)
        if value["version"] != 1:
            return Signature(BAD)
        public = parse_key(value["key"])
        raw = base64.b64decode(value["signature"], validate=True)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, binascii.Error):
        return Signature(BAD)
    except SnapshotError:
        return Signature(BAD)
    text = key_text(public)
    if not _verify(public, context + data, raw):
        return Signature(BAD, text)
    return Signature.of_key(text, ring)


def _sign(seed: bytes, message: bytes) -> bytes:
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    except Exception:  # not there, or built for another interpreter
        return ed25519.sign(seed, message)
    return bytes(Ed25519PrivateKey.from_private_bytes(seed).sign(message))


def _verify(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except Exception:
        return ed25519.verify(public, message, signature)
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
