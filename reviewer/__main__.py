"""`python -m reviewer`."""

from reviewer.cli import leave

leave()
