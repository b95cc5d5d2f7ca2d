"""Which reports describe one incident: a pure engine on columns of numbers, without the record."""
