"""What a service that runs for years needs: logs, numbers, health, a good end."""
