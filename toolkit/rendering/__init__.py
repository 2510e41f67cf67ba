"""Rendering: plan and instrument become an outline, an outline becomes a file."""
