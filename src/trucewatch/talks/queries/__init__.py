"""Reading talks through the gate, as pages, programs and papers need them."""
