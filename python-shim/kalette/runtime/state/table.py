"""Every key of process state that a plan may name, and how its state is taken along."""

from __future__ import annotations

from typing import Callable

from . import libraries, logs, process, randomness, search_path, standard, torch_library
from .kinds import Differences, Place, State, Whole

STATES: dict[str, Callable[[Place], State]] = {
    "env:os.environ": lambda _: Differences(
        process.read_environment, process.put_variable, process.drop_variable
    ),
    "lib:decimal": lambda _: Whole(standard.get_decimal, standard.put_decimal),
    "lib:locale": lambda _: Whole(standard.get_locale, standard.put_locale),
    "lib:logging": logs.LoggingState,
    "lib:matplotlib": lambda _: Differences(
        libraries.read_matplotlib, libraries.put_matplotlib, libraries.drop_matplotlib
    ),
    "lib:numpy": lambda _: Whole(libraries.get_numpy, libraries.put_numpy),
    "lib:pandas": lambda _: Differences(
        libraries.read_pandas, libraries.put_pandas, libraries.drop_pandas
    ),
    "lib:sklearn": lambda _: Whole(libraries.get_sklearn, libraries.put_sklearn),
    "lib:torch": lambda _: Whole(torch_library.get_settings, torch_library.put_settings),
    "lib:warnings": lambda _: Whole(standard.get_warnings, standard.put_warnings),
    "proc:cwd": process.WorkingFolder,
    "proc:recursionlimit": lambda _: Whole(process.get_recursion, process.put_recursion),
    "proc:sys.path": search_path.SearchPath,
    "proc:timezone": lambda _: Whole(process.get_timezone, process.put_timezone),
    "rng:numpy": lambda _: Whole(randomness.get_numpy, randomness.put_numpy),
    "rng:random": lambda _: Whole(randomness.get_random, randomness.put_random),
    "rng:torch": lambda _: torch_library.Generators(),
}
