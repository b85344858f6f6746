"""``python -m kalette``: the same as the command ``kalette``."""

from .cli import main

main()
