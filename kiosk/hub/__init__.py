"""The hub: gives the entries of many terminals their one order, over HTTP. Imported by main alone.

FastAPI, uvicorn and SQLAlchemy are known here and nowhere else.
"""
