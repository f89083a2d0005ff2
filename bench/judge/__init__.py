"""Trains the judge of meaning from bench/contrasts; needs the extra `train`."""
