"""Routes of action plans: for whoever writes one (`/me/action-plans`), and for organisers."""
