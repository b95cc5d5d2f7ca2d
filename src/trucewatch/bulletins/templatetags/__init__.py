"""What the templates of bulletins ask for."""
