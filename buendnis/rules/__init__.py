"""The rules: pure functions from a situation to findings, each under its ID with its source."""
