"""Makers of outlines: from content and plan to the trees that renderers draw. Import a maker from its own file."""
