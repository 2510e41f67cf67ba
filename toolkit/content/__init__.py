"""Content: files become frozen records that know their file and line; checks; languages."""
