"""From real and hand-written titles to training examples for the generator."""
