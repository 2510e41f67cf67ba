"""Charts: format-free records, drawn as SVG by a few small functions, and as native charts in decks."""
