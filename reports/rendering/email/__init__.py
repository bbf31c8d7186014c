"""Reviews as mail: a message without recipients, archived and sent as it is."""
