"""Planning: content and a session brief become a timed session plan; rules, review, practices."""
