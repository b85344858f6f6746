"""What differs between trees, and merging them."""
