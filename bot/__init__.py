"""The imperative shell: commands, channels, and everything else that touches the outside world."""
