"""Members, organisations, roles, handling marks, compartments: who may see and do what."""
