"""A page that checks certificates in a browser, offline."""

from toolkit.rendering.check_page.page import render_check_page

__all__ = ["render_check_page"]
