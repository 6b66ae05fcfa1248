"""Recommendations to holders of information: of the monitoring and of the Commission, until they are carried out."""
