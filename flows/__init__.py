"""The functional core: the whole conversation as values in and values out."""
