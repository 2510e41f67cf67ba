"""Groups of commands, each a file: arguments → one verb → problems. `toolkit.cli` puts them together."""
