"""Many sessions from one schedule: read it, make what is missing, say what happened.

```
schedule.py   CSV → rows, each a checked brief (csvfile, columns, cells, names)
run.py        the main path on this computer; folder.py: one batch at a time, nothing half-made
current.py    is the pack there, made from the same inputs?
pool.py       worker processes: fork or spawn, crash, stop; worker.py, work.py: one row in a worker
table.py      batch.csv, batch.json; page.py: batch.html
cluster.py    the same work on a Dask cluster or into a store (storage.py): bundle.py is what is sent,
              elsewhere.py what is done there, host.py the warm process there
```
"""
