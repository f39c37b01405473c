"""HTML: the cross-reference as one page that needs nothing but a browser."""
