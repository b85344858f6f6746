"""Saving and loading the variables that steps hand on."""

from .budget import Budget
from .keeping import Keeping
from .loading import UNBOUND, VariableLoader
from .saving import save_variables

__all__ = ["UNBOUND", "Budget", "Keeping", "VariableLoader", "save_variables"]
