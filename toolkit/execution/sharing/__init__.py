"""Exchange: a curriculum or some modules as one file, and such a file checked and merged into another workspace."""
