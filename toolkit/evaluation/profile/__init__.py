"""The skills profile: its questions, a group's profile that tells of no one, and one person's own portfolio."""
