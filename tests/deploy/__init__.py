"""Tests of the ways in which the bot is run: image, compose, systemd, wheel."""
