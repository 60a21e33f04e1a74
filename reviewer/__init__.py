"""Reviews performance-target tables; importing the package loads nothing."""

__version__ = "0.1.0"
