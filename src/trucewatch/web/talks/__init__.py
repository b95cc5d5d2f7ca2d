"""Pages of the talks: tracks, rounds, meetings, contacts, drafts, the line of time, what to ask."""
