"""A ledger in the browser, and as an HTTP API: what the commands say, over one port of this machine."""
