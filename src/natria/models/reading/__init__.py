"""Reading a design for models: what closed forms and the cell engine read alike."""
