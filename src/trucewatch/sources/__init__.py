"""Where accounts come from: sources, and the documents that they reached us in."""
