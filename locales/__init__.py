"""The catalogues, fa and en, and the check that they are complete."""
