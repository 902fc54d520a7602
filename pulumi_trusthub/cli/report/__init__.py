"""The forms of a report: a page, Markdown, and a Mermaid diagram."""
