"""How long a test waits for what must come: no test says how fast a busy machine is."""

PATIENCE_SECONDS = 40
PATIENCE_MS = 1000 * PATIENCE_SECONDS
