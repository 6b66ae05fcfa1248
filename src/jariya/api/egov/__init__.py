"""The API of data.egov.kz, version 4: programs written for the state's portal read the tables here."""
