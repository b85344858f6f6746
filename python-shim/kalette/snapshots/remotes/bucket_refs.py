"""The refs of a remote's bucket: signed, and counted so that an old list cannot pass for new."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Mapping

from ..errors import Refused, SnapshotError, Spoilt, remote_content
from ..format import digests
from ..format.canonical import canonical, parse_canonical
from ..format.refs import check_name
from ..trust.keys import KeyRing
from ..trust.signatures import Signature, judge, sign

REFS_LIMIT = 16 << 20
_MOST = 100_000
_CONTEXT = b"kalette-refs-signature 1\n"
_FORMAT = ("kalette-refs", 1)


@dataclass(frozen=True)
class BucketRefs:
    """Names and ids of a bucket; ``counter`` grows with every change."""

    bucket: str
    counter: int
    time: str
    refs: Mapping[str, str] = field(default_factory=dict)

    def encode(self) -> bytes:
        """What is signed."""
        form, version = _FORMAT
        head = {"format": form, "version": version, "bucket": self.bucket, "time": self.time}
        return canonical({**head, "counter": self.counter, "refs": dict(self.refs)})


def seal(refs: BucketRefs, ring: KeyRing) -> bytes:
    """The file for the remote; SnapshotError where no key can be had."""
    if len(refs.refs) > _MOST:
        raise SnapshotError(
            "too-large", f"A bucket has at most {_MOST:,} names.", refs.bucket, "Use another one."
        )
    signed = refs.encode()
    value = {"signed": json.loads(signed), "signature": json.loads(sign(signed, ring, _CONTEXT))}
    return canonical(value)


def unseal(data: bytes, bucket: str, ring: KeyRing) -> tuple[BucketRefs, Signature]:
    """The refs and who signed them. Refused without a valid signature, or for another bucket;
    whose key it is, is for the caller to judge."""
    with remote_content():
        value = parse_canonical(data, f"refs of {bucket}")
    try:
        refs = _checked(value["signed"])
        signature = judge(refs.encode(), canonical(value["signature"]), ring, _CONTEXT)
    except (KeyError, TypeError, AttributeError, ValueError, SnapshotError) as error:
        raise Spoilt(f"The remote's list of names cannot be read: {error}.", bucket) from error
    if not signature.is_valid:
        raise Refused("The remote's list of names is not signed by the key it names.", bucket)
    if refs.bucket != bucket:
        raise Refused("The remote sent the list of another bucket.", bucket)
    return refs, signature


def _checked(value: Any) -> BucketRefs:
    if (value.pop("format"), value.pop("version")) != _FORMAT:
        raise ValueError("it is of another kind or version")
    refs = BucketRefs(**value)
    check_name(refs.bucket, "bucket")
    if type(refs.counter) is not int or refs.counter < 1 or not isinstance(refs.time, str):
        raise ValueError("it is not counted")
    if len(refs.refs) > _MOST:
        raise ValueError(f"it has more than {_MOST:,} names")
    for name, identifier in refs.refs.items():
        check_name(name, "ref")
        digests.parse(identifier)
    return refs
