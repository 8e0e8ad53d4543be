"""What is an alliance's own, read from its folder: who it is, its figures, how it votes."""
