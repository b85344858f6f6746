"""Where objects, manifests and refs lie on disk, and in which order they get there."""
