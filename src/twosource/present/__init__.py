"""Findings -> the brief: Markdown, a self-contained page, JSON."""
