"""From a tree back to files, under strict rules."""
