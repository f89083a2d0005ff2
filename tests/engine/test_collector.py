"""Tests that the garbage collector rests while many values are made, and goes on afterwards."""

from __future__ import annotations

import gc

import pytest

from bot.engine.collector import without_collector


def test_it_rests_and_goes_on() -> None:
    """It is off inside, also behind an inner block, and on again after the outer one."""
    with without_collector():
        with without_collector():
            assert not gc.isenabled()
        assert not gc.isenabled()

    assert gc.isenabled()


def test_it_goes_on_after_an_error() -> None:
    """It is on again, whatever was raised."""
    with pytest.raises(KeyError), without_collector():
        raise KeyError

    assert gc.isenabled()


def test_who_stopped_it_starts_it() -> None:
    """It stays off for whoever had stopped it before."""
    gc.disable()
    try:
        with without_collector():
            pass

        assert not gc.isenabled()
    finally:
        gc.enable()
