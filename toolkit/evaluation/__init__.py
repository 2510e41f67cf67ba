"""Evaluation: instruments, responses, findings."""
