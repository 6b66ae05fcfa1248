"""Pages on which one signs, and the addresses that eGov Mobile asks."""
