"""Transport through salt, layers and mixtures."""
