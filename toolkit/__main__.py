"""``python -m toolkit`` is ``tot``."""

from toolkit.cli import main

if __name__ == "__main__":
    main()
