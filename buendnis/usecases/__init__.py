"""What a person can do: one module for each kind of work, one transaction for each act."""
