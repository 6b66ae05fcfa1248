"""Reading open data: the catalogue, pages of sets, tables and rows, what is counted of their use."""
