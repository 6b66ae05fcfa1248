"""Who signed, without writing down who: keyed hashes of the IIN, sealed content, accounts and roles by certificate."""
