"""Finds changes of values that the plan took as only read."""

from .watch import Watch

__all__ = ["Watch"]
