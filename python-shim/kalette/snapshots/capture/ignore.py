"""Which paths a snapshot leaves out: the defaults, ``.snapshotignore`` files, likely secrets."""

from __future__ import annotations

import hashlib
import re
from typing import Iterable, Optional

from .patterns import Pattern, parse_line

INCLUDED, IGNORED, WITHHELD = 0, 1, 2
IGNORE_FILE = b".snapshotignore"
IGNORE_FILE_LIMIT = 1 << 20

# What can be made again, or belongs to running processes.
DEFAULTS = b"""
.kalette/
.ipynb_checkpoints/
.cache/
**/node_modules/.cache/
**/*conda*/pkgs/
**/miniforge*/pkgs/
**/mambaforge*/pkgs/
**/micromamba/pkgs/
**/.local/share/jupyter/runtime/
kernel-[0-9a-f]*-[0-9a-f]*.json
.nfs[0-9a-f]*
.fuse_hidden*
.kalette-restoring-*
""".splitlines()

# Left out and told to the user, unless an ignore file says otherwise, as in ``!.env``.
SECRETS = b"""
.env
.env.*
*.env
!.env.example
!.env.sample
!.env.template
!example.env
!sample.env
!template.env
*.pem
!cacert.pem
!ca-certificates.pem
!roots.pem
*.p12
*.pfx
*.ppk
*.keystore
*.jks
*.kdbx
*.key
id_rsa
id_dsa
id_ecdsa
id_ed25519
.aws/
.ssh/
.azure/
.gnupg/
.netrc
_netrc
.pypirc
.pgpass
.Renviron
.git-credentials
.databrickscfg
.htpasswd
.my.cnf
.npmrc
.boto
.s3cfg
.vault-token
.terraformrc
kaggle.json
kubeconfig
credentials.json
client_secret*.json
service-account*.json
service_account*.json
application_default_credentials.json
secrets.toml
secrets.json
secrets.yaml
secrets.yml
secret.toml
secret.json
secret.yaml
secret.yml
**/.config/gcloud/
**/.kube/config
**/.docker/config.json
**/.huggingface/token
""".splitlines()


class PatternList:
    """The patterns of one source; the last that matches decides."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._patterns: list[Pattern] = []
        self._literal: dict[bytes, list[int]] = {}
        self._other: list[int] = []
        suffixes: list[bytes] = []
        for line in lines:
            pattern = parse_line(line)
            if pattern is None:
                continue
            number = len(self._patterns)
            self._patterns.append(pattern)
            # Whatever stands before it: the last part of a pattern is for the entry's own name.
            last = pattern.segments[-1]
            if isinstance(last, bytes):
                self._literal.setdefault(last, []).append(number)
            elif pattern.suffix is not None:
                suffixes.append(pattern.suffix)
            else:
                self._other.append(number)
        self._suffixes = tuple(suffixes)
        self._by_suffix = [
            number for number, item in enumerate(self._patterns) if item.suffix is not None
        ]

    def __len__(self) -> int:
        return len(self._patterns)

    def verdict(self, path: list[bytes], is_folder: bool) -> Optional[bool]:
        """True: ignore; False: a negated pattern asks for it; None: nothing matches."""
        name = path[-1]
        numbers = self._literal.get(name, [])
        if name.endswith(self._suffixes):
            numbers = numbers + self._by_suffix
        best = -1
        for number in (*numbers, *self._other):
            if number > best and self._patterns[number].matches(path, is_folder):
                best = number
        return None if best < 0 else not self._patterns[best].negated


_DEFAULTS = PatternList(DEFAULTS)
_SECRETS = PatternList(SECRETS)
# What means something in a pattern; of a space that only where it ends one.
_SPECIAL = re.compile(r"[\\*?\[\]]| (?= *\Z)")


def looks_secret(path: list[bytes], is_folder: bool) -> bool:
    """Whether the entry at ``path`` is left out unless somebody asks for it."""
    return bool(_SECRETS.verdict(path, is_folder))


def taking_along(path: bytes, is_folder: bool) -> str:
    """The rule that takes along a path, from the root down, which is left out otherwise."""
    plain = _SPECIAL.sub(r"\\\g<0>", path.decode("utf-8", "surrogateescape"))
    return f"!/{plain}/" if is_folder else f"!/{plain}"


class Rules:
    """What counts in one folder: ``layers`` of (depth of their folder, patterns), inner last.

    ``key`` changes with anything that could change a verdict.
    """

    def __init__(
        self, layers: tuple[tuple[int, PatternList], ...], extra: PatternList, key: bytes
    ) -> None:
        self._layers = layers
        self._extra = extra
        self.key = key

    @classmethod
    def root(cls, extra: Iterable[str] = ()) -> Rules:
        """The rules above the captured folder; ``extra`` lines count last, over all files."""
        lines = [line.encode("utf-8", "surrogateescape") for line in extra]
        text = b"\n".join([*DEFAULTS, b"--", *SECRETS, b"--", *lines])
        return cls((), PatternList(lines), hashlib.sha256(text).digest()[:16])

    def inside(self, depth: int, ignore_file: Optional[bytes]) -> Rules:
        """The rules in a folder ``depth`` names below the root, given its ignore file's text."""
        if ignore_file is None:
            return self
        text = ignore_file[3:] if ignore_file.startswith(b"\xef\xbb\xbf") else ignore_file
        layer = PatternList(text.split(b"\n"))
        key = hashlib.sha256(self.key + b"%d " % depth + text).digest()[:16]
        return Rules((*self._layers, (depth, layer)), self._extra, key)

    def verdict(self, path: list[bytes], is_folder: bool) -> int:
        """INCLUDED, IGNORED or WITHHELD for the entry at ``path``, names from the root down.

        The caller does not ask for what lies in a folder that is left out.
        """
        own = self._extra.verdict(path, is_folder) if self._extra else None
        for depth, layer in reversed(self._layers):
            if own is not None:
                break
            own = layer.verdict(path[depth:], is_folder)
        if own is not None:
            return IGNORED if own else INCLUDED
        if _DEFAULTS.verdict(path, is_folder):
            return IGNORED
        return WITHHELD if looks_secret(path, is_folder) else INCLUDED
