"""Every select of notices: announcements with their notices, one's own, and the state that they are worked out of."""
