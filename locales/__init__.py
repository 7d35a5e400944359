"""The catalogues, fa and en, with the tools that keep them equal to what the code says."""
