"""Corrects answers that told what no longer holds."""
