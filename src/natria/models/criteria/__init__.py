"""Closed-form answers: one file a criterion."""
