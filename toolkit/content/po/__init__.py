"""PO catalogues: reading and writing them, merging changed sources, checking and counting translations."""
