"""What a notebook's own code reaches of snapshots: the public functions stand in ``kalette``."""
