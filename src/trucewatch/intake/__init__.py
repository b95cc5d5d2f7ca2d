"""How reports come in from people: forms, calls, the public, and who is told of them."""
