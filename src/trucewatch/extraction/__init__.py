"""What press articles, statements and communiqués say, proposed with the words it stands in."""
