"""The funding pipeline of a regional skills alliance, from the idea to the closed file."""

__version__ = "0.1.0"
