"""Execution: run notebooks and write session packs."""
