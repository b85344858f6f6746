"""The version of the installed package."""

from __future__ import annotations


def package_version() -> str:
    """As pip knows it; `0.0.0` in a checkout that is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("kalette")
    except PackageNotFoundError:
        return "0.0.0"
