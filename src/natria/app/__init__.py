"""The app in a browser: recordings of a folder, measured and drawn on this computer.

A thin face, as the command line is: it stores files, starts the same measurement in a process of its own, and hands out
what the core describes. It listens on this computer only.
"""
