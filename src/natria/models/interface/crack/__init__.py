"""Will the layer crack or come off: strain demanded of it, and delamination under a growing nucleus."""
