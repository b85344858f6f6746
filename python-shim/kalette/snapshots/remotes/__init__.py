"""Stores elsewhere: folders, web servers, buckets and registries that carry snapshots."""
