"""Numbers for the public: coarsened, delayed, never so few that one is told apart."""
