"""Saving and loading the variables that steps hand on."""

from .keeping import Budget, Kept, keep_variables
from .loading import UNBOUND, VariableLoader
from .saving import save_variables

__all__ = ["UNBOUND", "Budget", "Kept", "VariableLoader", "keep_variables", "save_variables"]
