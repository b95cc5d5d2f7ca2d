"""Who said what: statements, figures that are claimed, and how the ceasefire is judged."""
