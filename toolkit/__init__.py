"""Training-of-trainers toolkit."""
