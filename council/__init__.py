"""What a council does: rules and actions, without Telegram and without SQL."""
