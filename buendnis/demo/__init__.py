"""A rehearsed example: made-up projects of the alliance Leine-Weser, each on its own way.

All figures, names and decisions in it are fictitious, and every page says so.
"""
