"""What stays after a session: signed certificates, badges, and what is learned about activities."""
