"""Base map and projection, shared by the site and the bulletins."""
