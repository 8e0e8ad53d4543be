"""The project sketch: read from a file or a form, written, asked for, and checked."""
