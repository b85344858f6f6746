"""Looking at what a store has."""
