"""Findings: matched, scored responses become estimates with their interval and n, protected for publication."""
