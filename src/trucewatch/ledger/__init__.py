"""The append-only hash chain: who did what when, and a commitment to every content written."""
