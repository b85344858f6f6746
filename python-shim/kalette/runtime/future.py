"""``from __future__ import …`` in one cell counts for the cells that follow, as in IPython."""

from __future__ import annotations
import __future__

import sys
from types import CodeType
from typing import Any, Iterable

_ALL = 0
for _name in __future__.all_feature_names:
    _ALL |= getattr(__future__, _name).compiler_flag


def future_flags(codes: Iterable[CodeType]) -> int:
    """The flags for ``compile`` with which code follows on these."""
    found = 0
    for code in codes:
        found |= code.co_flags & _ALL
    return found


def flags_of_kernel() -> int:
    """The flags that the cells of this kernel have set; 0 where there is none."""
    shell: Any = None
    if "IPython" in sys.modules:
        shell = sys.modules["IPython"].get_ipython()
    return int(shell.compile.flags) & _ALL if shell is not None else 0
