"""PyTorch: its generators of random numbers and its settings."""

from __future__ import annotations

from typing import Any, Mapping

from .kinds import CannotCarry, State, library


class Generators(State):
    """The generators of the processor and of each device that has been used."""

    def __init__(self) -> None:
        # States of devices that this process has not: they go on to whom has them.
        self._elsewhere: dict[str, Any] = {}

    def restore(self, value: Mapping[str, Any]) -> None:
        torch = library("torch")
        torch.set_rng_state(_tensor(torch, value["cpu"]))
        for name in ("cuda", "mps"):
            states = value.get(name)
            if states is None:
                continue
            if _has(torch, name):
                _put_device(torch, name, states)
            else:
                self._elsewhere[name] = states

    def capture(self) -> Any:
        torch = library("torch")
        states: dict[str, Any] = {"cpu": _bytes(torch.get_rng_state()), **self._elsewhere}
        # A device that nobody has used has no state worth starting it for.
        if torch.cuda.is_available() and torch.cuda.is_initialized():
            states["cuda"] = [_bytes(state) for state in torch.cuda.get_rng_state_all()]
        if _has(torch, "mps"):
            states["mps"] = [_bytes(torch.mps.get_rng_state())]
        return states


def _has(torch: Any, name: str) -> bool:
    if name == "cuda":
        return bool(torch.cuda.is_available())
    backend = getattr(torch.backends, "mps", None)
    return backend is not None and bool(backend.is_available()) and hasattr(torch, "mps")


def _put_device(torch: Any, name: str, states: list[bytes]) -> None:
    if name == "mps":
        torch.mps.set_rng_state(_tensor(torch, states[0]))
        return
    count = torch.cuda.device_count()
    if len(states) > count:
        raise CannotCarry(
            f"the step before used {len(states)} GPUs, and here are {count}",
            "Give both steps the same number of GPUs, or set a seed in this one.",
        )
    for place, state in enumerate(states):
        torch.cuda.set_rng_state(_tensor(torch, state), place)


def _bytes(state: Any) -> bytes:
    return bytes(state.cpu().tolist())


def _tensor(torch: Any, state: bytes) -> Any:
    return torch.tensor(list(state), dtype=torch.uint8)


# --- settings ---------------------------------------------------------------------------------

_PRINT = ("precision", "threshold", "edgeitems", "linewidth", "sci_mode")
# Flags below `torch.backends`, by path.
_FLAGS = (
    "cudnn.enabled",
    "cudnn.benchmark",
    "cudnn.deterministic",
    "cudnn.allow_tf32",
    "cuda.matmul.allow_tf32",
)


def get_settings() -> Any:
    torch = library("torch")
    options = torch._tensor_str.PRINT_OPTS
    return {
        "dtype": str(torch.get_default_dtype()).split(".")[1],
        "print": {name: getattr(options, name) for name in _PRINT},
        "threads": torch.get_num_threads(),
        "deterministic": torch.are_deterministic_algorithms_enabled(),
        "warn_only": torch.is_deterministic_algorithms_warn_only_enabled(),
        "precision": torch.get_float32_matmul_precision(),
        "grad": torch.is_grad_enabled(),
        "flags": {path: _flag(torch, path) for path in _FLAGS},
    }


def put_settings(value: Mapping[str, Any]) -> None:
    torch = library("torch")
    torch.set_default_dtype(getattr(torch, value["dtype"]))
    torch.set_printoptions(**value["print"])
    if torch.get_num_threads() != value["threads"]:
        torch.set_num_threads(value["threads"])
    torch.use_deterministic_algorithms(value["deterministic"], warn_only=value["warn_only"])
    torch.set_float32_matmul_precision(value["precision"])
    torch.set_grad_enabled(value["grad"])
    for path, flag in value["flags"].items():
        if flag is not None and _flag(torch, path) != flag:
            holder, _, name = path.rpartition(".")
            setattr(_holder(torch, holder), name, flag)


def _flag(torch: Any, path: str) -> Any:
    holder, _, name = path.rpartition(".")
    return getattr(_holder(torch, holder), name, None)


def _holder(torch: Any, path: str) -> Any:
    found = torch.backends
    for part in path.split("."):
        found = getattr(found, part, None)
    return found
