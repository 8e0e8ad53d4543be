"""How fast the program is, measured side by side with what it stands on."""
