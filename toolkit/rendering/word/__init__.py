"""Parts of Word documents: drawing nodes, styles, lists, and the XML that python-docx has no words for."""
