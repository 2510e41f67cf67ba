"""A papermill engine that forks each notebook from a warm process instead of starting a kernel for it.

```
papermill (WarmEngine) ── client.py ──► host.py: starts the warm process, asks it for a fork
                                          │
                                          ▼
                     server.py: one thread, has imported what notebooks import, forks
                                          │ one child a notebook, in a session of its own
                                          ▼
                     cells.py: IPython's own kernel shell, its messages written to a socket (wire.py)
```

The child speaks the messages of Jupyter's protocol, so that nbclient makes outputs of them exactly as it does for a
kernel. Nothing is shared but memory that nobody writes to: see ``docs/warm-engine.md`` for what differs.
"""
