"""The store as a process: JSON lines in, JSON lines out. See ``schema/snapshots.json``."""
