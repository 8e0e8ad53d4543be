"""The command line: it asks, prints results once, and maps errors to exit statuses once."""
