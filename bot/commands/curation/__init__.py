"""Commands for curators: what is missing or wrong in the facts, and changes to them."""
