"""From the files of a folder to objects and a tree id."""
