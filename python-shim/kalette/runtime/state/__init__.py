"""Process state that goes from step to step: random numbers, settings, environment.

A state is stored as variables are, under its key (``rng:numpy``). Each key has one pair of
functions in :mod:`.table`; what a file holds is plain data wherever the state allows.
"""

from .carrier import StateCarrier
from .table import STATES

__all__ = ["STATES", "StateCarrier"]
