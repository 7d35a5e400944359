"""What is measured, and against whom; nothing here is asserted in tests."""
