"""Small notebooks for tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def notebook(*cells: tuple[list[str], str], **metadata: Any) -> dict[str, Any]:
    """A notebook of code cells, each given by its tags and its source."""
    return {
        "cells": [
            {
                "cell_type": "code",
                "id": f"c{place}",
                "metadata": {"tags": tags} if tags else {},
                "source": source,
                "execution_count": None,
                "outputs": [],
            }
            for place, (tags, source) in enumerate(cells)
        ],
        "metadata": {"kernelspec": {"name": "python3", "language": "python"}, **metadata},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def write(path: Path, content: Any) -> Path:
    """Writes a notebook, or any text as it is."""
    text = content if isinstance(content, str) else json.dumps(content)
    path.write_text(text, "utf-8")
    return path
