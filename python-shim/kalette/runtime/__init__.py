"""Runs the steps of a pipeline, wherever a Python interpreter is.

The package needs nothing but the standard library of Python 3.9 or newer, so it can travel as a
zip file; IPython, NumPy and the like are used when the interpreter has them.
"""

PROTOCOL = "kalette-worker/1"
