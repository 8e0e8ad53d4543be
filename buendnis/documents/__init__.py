"""What is written: templates become a small checked markup, and the markup becomes a PDF."""
