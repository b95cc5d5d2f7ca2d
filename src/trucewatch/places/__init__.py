"""The gazetteer: places with names in five languages, administrative areas, dated zones."""
