"""Prefect flows: schedules, retries, concurrency and artifacts; no SQL, arithmetic or HTML."""
