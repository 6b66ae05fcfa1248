"""The native API of open data: sets, resources, versions, rows of tables by filter, order and group, whole files."""
