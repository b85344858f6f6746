"""The user's own key, made on first use, and the keys of others that the user trusts."""

from __future__ import annotations

import base64
import binascii
import contextlib
import os
import secrets
import stat
from dataclasses import dataclass
from typing import Optional

from ..errors import SnapshotError, system_errors
from ..store.durable import temporary_name, write_all
from . import ed25519

CONFIG_VARIABLE = "KALETTE_CONFIG_DIR"
_KEY_FILE = "snapshot-key"
_TRUSTED_FILE = "trusted-keys"
_LIMIT = 1 << 20


@dataclass(frozen=True)
class TrustedKey:
    """A public key in text, and what the user calls its owner."""

    key: str
    comment: str


def key_folder() -> str:
    """A place of the user's, outside of every workspace."""
    chosen = os.environ.get(CONFIG_VARIABLE)
    if chosen:
        return chosen
    if os.name == "nt":
        base = os.environ.get("APPDATA") or os.path.expanduser("~")
    else:
        base = os.environ.get("XDG_CONFIG_HOME") or os.path.join(os.path.expanduser("~"), ".config")
    return os.path.join(base, "kalette")


def key_text(public: bytes) -> str:
    return "ed25519:" + base64.b64encode(public).decode("ascii")


def parse_key(text: str) -> bytes:
    try:
        kind, _, encoded = text.partition(":")
        public = base64.b64decode(encoded, validate=True)
        if kind == "ed25519" and len(public) == 32:
            return public
    except (binascii.Error, ValueError):
        pass
    raise SnapshotError("bad-key", f"“{text[:80]}” is no public key.", "", "It is ed25519:BASE64.")


class KeyRing:
    """The keys in one folder. Nothing is made before something is to be signed."""

    def __init__(self, folder: Optional[str] = None) -> None:
        self._folder = folder or key_folder()
        self._pair: Optional[tuple[bytes, bytes]] = None

    def pair(self) -> tuple[bytes, bytes]:
        """The secret seed and the public key; made now if there is none."""
        if self._pair is None:
            with system_errors("reading the key for snapshots", self._folder):
                self._pair = self._load() or self._make()
        return self._pair

    def own(self) -> Optional[bytes]:
        """The public key, if one was made."""
        if self._pair is None:
            with system_errors("reading the key for snapshots", self._folder):
                self._pair = self._load()
        return self._pair[1] if self._pair else None

    def text(self) -> str:
        """The user's own public key as others list it; made now if there is none."""
        return key_text(self.pair()[1])

    def trusted(self) -> list[TrustedKey]:
        """The keys of others, as the user listed them."""
        found = []
        for line in self._lines():
            text, _, comment = line.partition(" ")
            with contextlib.suppress(SnapshotError):
                found.append(TrustedKey(key_text(parse_key(text)), comment.strip()))
        return found

    def trust(self, key: str, comment: str = "") -> None:
        """Adds a key: whose snapshots may from now on load everything."""
        text = key_text(parse_key(key))
        note = " ".join(comment.split())
        rest = [line for line in self._lines() if line.split(" ")[0] != text]
        self._write(_TRUSTED_FILE, "\n".join([*rest, f"{text} {note}".strip(), ""]).encode())

    def distrust(self, key: str) -> bool:
        """Undoes ``trust``; False if the key was not trusted."""
        text = key_text(parse_key(key))
        lines = self._lines()
        rest = [line for line in lines if line.split(" ")[0] != text]
        if len(rest) == len(lines):
            return False
        self._write(_TRUSTED_FILE, "\n".join([*rest, ""]).encode())
        return True

    def _lines(self) -> list[str]:
        path = os.path.join(self._folder, _TRUSTED_FILE)
        try:
            with open(path, encoding="utf-8", errors="replace") as file:
                return [line for line in file.read(_LIMIT).split("\n") if line.strip()]
        except FileNotFoundError:
            return []

    def _load(self) -> Optional[tuple[bytes, bytes]]:
        path = os.path.join(self._folder, _KEY_FILE)
        try:
            with open(path, "rb") as file:
                if os.name == "posix" and stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                    os.fchmod(file.fileno(), 0o600)
                words = file.read(4096).split()
            seed = base64.b64decode(words[1], validate=True)
            if words[0] != b"ed25519-seed" or len(seed) != 32:
                raise ValueError
        except FileNotFoundError:
            return None
        except (ValueError, IndexError):
            raise SnapshotError(
                "bad-key",
                "The key for signing snapshots cannot be read.",
                path,
                "Move the file away; a new key is made then.",
            ) from None
        return seed, ed25519.public_key(seed)

    def _make(self) -> tuple[bytes, bytes]:
        seed = secrets.token_bytes(32)
        line = b"ed25519-seed " + base64.b64encode(seed) + b"\n"
        self._write(_KEY_FILE, line, replace=False)
        # Another process may have been first: then its key counts.
        return self._load() or (seed, ed25519.public_key(seed))

    def _write(self, name: str, data: bytes, replace: bool = True) -> None:
        os.makedirs(self._folder, mode=0o700, exist_ok=True)
        path = os.path.join(self._folder, name)
        scratch = os.path.join(self._folder, temporary_name(".new-"))
        descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            write_all(descriptor, data)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        try:
            if replace:
                os.replace(scratch, path)
            else:
                os.link(scratch, path)
        except FileExistsError:
            pass
        finally:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(scratch)
