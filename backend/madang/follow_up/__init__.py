"""Follow-up: what cities report of their action plans once they are home, and how a whole training's plans get on."""
