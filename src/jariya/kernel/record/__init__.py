"""The public record: transparency logs (RFC 6962 trees as C2SP tiles), their checkpoints, receipts and witnesses.

`tree`, `tiles`, `note`, `checkpoint`, `proof`, `leaves`, `witness` and `verify_log` know no Django.
"""
