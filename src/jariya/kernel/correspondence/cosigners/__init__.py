"""Letters of many: one writes, others read the very same text by a link and sign on, and it is sent as one letter."""
