"""Parts of a real Slipway are killed, stopped and starved under load, and what became of each file is counted."""
