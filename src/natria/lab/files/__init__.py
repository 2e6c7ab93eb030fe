"""Files of instruments to recordings, and back."""
