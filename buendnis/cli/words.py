"""The vocabulary's code words in tables: those of the course of things."""

from buendnis.planning.words import word

__all__ = ["word"]
