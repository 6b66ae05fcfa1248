"""Tables of the electronic signature."""
