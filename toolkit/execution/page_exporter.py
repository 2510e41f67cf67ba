"""nbconvert's HTML exporter for pages of our own template."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters import HTMLExporter, TemplateExporter
from nbconvert.filters.highlight import Highlight2HTML
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter


class PageExporter(HTMLExporter):
    """Leaves the page as the template has written it, where nbconvert would parse it and write it anew to look for
    pictures without an alternative text and for the parts of its own templates: most of the time that a page takes."""

    def from_notebook_node(  # type: ignore[override]
        self,
        nb: Any,  # noqa: ANN401 - nbconvert is untyped
        resources: Any = None,  # noqa: ANN401
        **more: Any,  # noqa: ANN401
    ) -> tuple[str, Any]:
        """The page and its resources."""
        resources = self._init_resources(resources)  # type: ignore[no-untyped-call]
        about = nb.metadata.get("language_info", {})
        lexer = about.get("pygments_lexer", about.get("name"))
        code: Any = Highlight2HTML
        widgets: Any = WidgetsDataTypeFilter
        register: Any = self.register_filter
        register("highlight_code", code(pygments_lexer=lexer, parent=self))
        register("filter_data_type", widgets(notebook_metadata=self._nb_metadata, parent=self, resources=resources))
        page, made = TemplateExporter.from_notebook_node(self, nb, resources, **more)
        return super().from_notebook_node(nb, resources, **more) if "<img" in page else (page, made)
