"""What everyone reads of petitions: lists, the page of one, its count and figures, what leaves for machines."""
