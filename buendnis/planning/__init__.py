"""Read-only views of the facts that look ahead: deadlines and what waits for whom."""
