"""The bytes of a store: see ``docs/snapshot-format.md``. Pure: no file is opened here."""
