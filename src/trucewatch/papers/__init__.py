"""Papers of a round of talks: what each holds, in which words, and on whose letterhead."""
