"""Values the product speaks in: standard library only, no input or output, no clock."""
