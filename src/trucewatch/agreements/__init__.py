"""What was agreed: instruments, and in what role each actor stands towards them."""
