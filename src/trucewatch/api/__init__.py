"""The same record for programs: parse, call one query, answer."""
