"""The action API of CKAN, version 3: its clients read the catalogue and its tables, programs of bodies publish."""
