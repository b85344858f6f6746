"""The Jupyter server extension: starts the engine on first use, authenticates, proxies."""
