"""Web push: a short message to a browser that its owner asked for. Contract in docs/adapters/push.md."""
