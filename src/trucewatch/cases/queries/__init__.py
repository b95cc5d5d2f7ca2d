"""Reading the mechanism: one case, queues, figures, books."""
