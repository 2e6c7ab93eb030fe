"""Electrons as a field of their own beside the ions, and metal that appears where both meet."""
