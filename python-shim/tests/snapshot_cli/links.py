from __future__ import annotations

import re

URL = re.compile(r"snap:\S+@sha256:[0-9a-f]{64}")


def taken(answer):
    """The URL that a command printed which took a snapshot."""
    assert answer.returncode == 0, answer.stderr
    return URL.fullmatch(answer.stdout.strip()).group()
