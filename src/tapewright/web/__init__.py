"""The door for browsers: a small server on this machine, and the pages it serves.

A handler reads a request, calls one verb and renders its record, the same that ``--json`` prints. What verbs know
does not belong here; fastapi, starlette and uvicorn are imported here only, and only when ``serve`` runs.
"""
