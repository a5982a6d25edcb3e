"""Requests to a service: signed, bounded in time and size, retried, cached on disk."""
