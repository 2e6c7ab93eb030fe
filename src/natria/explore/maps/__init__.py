"""Maps of reported quantities against each other (Ashby maps), with a design placed among them."""
