"""Tables out of the platform's own records, published by themselves and only when their content changed."""
