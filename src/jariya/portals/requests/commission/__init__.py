"""The Commission on access to information: who sits in it, its sessions, what it decided and recommended."""
