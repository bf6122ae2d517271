"""Where stages run: the only code that knows."""
