"""Catalogues of other sites: read record by record, attached to bodies by an explicit mapping and by nothing else."""
