"""Designs to electrodes."""
