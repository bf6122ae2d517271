"""Articles -> copies (who carries whose text), stories (the same happening)."""
