"""Measures this bot and its peers on public question sets, side by side in one run."""

import os

# One thread for every system; numerical libraries read this when they are first imported.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
