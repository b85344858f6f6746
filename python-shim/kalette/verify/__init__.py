"""Runs a notebook whole and as isolated steps, and says where the two differ.

``python -m kalette.verify`` reads one request on standard input; see :mod:`.request`.
"""
