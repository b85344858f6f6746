"""Saving and loading the variables that steps hand on."""

from .loading import UNBOUND, VariableLoader
from .saving import save_variables

__all__ = ["UNBOUND", "VariableLoader", "save_variables"]
