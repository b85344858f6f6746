"""NumPy's generators of random numbers, with where they stand."""

from __future__ import annotations

import sys
from typing import Any, Optional

KINDS = frozenset({"MT19937", "PCG64", "PCG64DXSM", "Philox", "SFC64"})


def reduce(value: Any) -> Optional[tuple[Any, ...]]:
    random: Any = sys.modules.get("numpy.random")
    if random is None:
        return None
    if type(value) is random.Generator:
        return generator, (value.bit_generator,)
    if isinstance(value, random.BitGenerator):
        return _reduce_bits(value, random)
    if type(value) is random.SeedSequence:
        names = ("entropy", "spawn_key", "pool_size", "n_children_spawned")
        return seeds, tuple(getattr(value, name) for name in names)
    if type(value) is random.RandomState and value is not random.mtrand._rand:
        state = value.get_state(legacy=False)
        return (random_state, (state,)) if state["bit_generator"] == "MT19937" else None
    return None


def _reduce_bits(value: Any, random: Any) -> Optional[tuple[Any, ...]]:
    kind = type(value).__name__
    sequence = getattr(value, "seed_seq", None)
    if kind not in KINDS or type(value) is not getattr(random, kind):
        return None
    if type(sequence) is not random.SeedSequence:
        return None
    return bits, (kind, sequence, value.state)


def bits(kind: str, sequence: Any, state: dict[str, Any]) -> Any:
    """A bit generator; ``sequence`` is what its children are seeded from."""
    import numpy.random

    if kind not in KINDS or type(sequence) is not numpy.random.SeedSequence:
        raise ValueError(f"no generator of random numbers: {kind}")
    made = getattr(numpy.random, kind)(sequence)
    made.state = state
    return made


def generator(bit_generator: Any) -> Any:
    import numpy.random

    if not isinstance(bit_generator, numpy.random.BitGenerator):
        raise ValueError("a generator needs bits")
    return numpy.random.Generator(bit_generator)


def seeds(entropy: Any, spawn_key: Any, pool_size: int, spawned: int) -> Any:
    import numpy.random

    return numpy.random.SeedSequence(
        entropy, spawn_key=spawn_key, pool_size=pool_size, n_children_spawned=spawned
    )


def random_state(state: dict[str, Any]) -> Any:
    import numpy.random

    made = numpy.random.RandomState(0)
    made.set_state(state)
    return made


CONSTRUCTORS = (bits, generator, seeds, random_state)
