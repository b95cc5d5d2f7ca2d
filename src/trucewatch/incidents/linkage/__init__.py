"""Links that the engine proposes and people decide: reading, proposing, judging, recalibrating."""
