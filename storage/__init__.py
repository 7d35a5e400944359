"""Tables, queries, search index and migrations: the only place that knows SQLAlchemy."""
