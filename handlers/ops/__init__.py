"""The way in for operators: is it alive, is it ready, what are its numbers. On a port of its own, with nothing of people in it."""
