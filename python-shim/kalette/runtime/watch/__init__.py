"""Tells what became of the values that a step began with."""

from .given import Given
from .watch import Watch

__all__ = ["Given", "Watch"]
