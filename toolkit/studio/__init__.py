"""The studio: ipywidgets over the toolkit's verbs, served to a browser by Voilà, or used in JupyterLab."""
