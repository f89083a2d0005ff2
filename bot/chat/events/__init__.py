"""Tells other programs of corrections, proposals and misses by outgoing webhooks."""
