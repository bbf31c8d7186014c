"""What each station of the pipeline does, wired to the warehouse and the store."""
