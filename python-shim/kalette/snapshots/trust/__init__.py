"""Who made a snapshot: signatures over manifests and the keys that a user trusts."""
