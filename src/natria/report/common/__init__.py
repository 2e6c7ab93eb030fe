"""What every report shares: page frame, tables, figure style, number cards, citations, output folders."""
