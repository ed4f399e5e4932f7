"""An experiment under guard, cell by cell as in a notebook.

    HEVELIUS_SERVER=http://127.0.0.1:7310 HEVELIUS_TOKEN=hev_... python notebook.py cosmos7/raw /data/raw
"""

import io
import sys
from pathlib import Path

import hevelius

# %% Connect; address and token come from the environment
dataset, folder = sys.argv[1], Path(sys.argv[2])
client = hevelius.Client()

# %% An input
calibration = folder / "calib" / "example.caldb"
calibration.parent.mkdir(parents=True, exist_ok=True)
calibration.write_text("gain = 1.0021\n")

# %% The experiment: a snapshot is taken first, and tagged with the outcome
try:
    with client.guard(dataset, "Before the new gain") as guard:
        calibration.write_text("gain = -1\n")
        if "-" in calibration.read_text():
            raise ValueError("a gain is never negative")
except ValueError as error:
    print(f"{guard.snapshot} was taken before: {error}")

# %% What did it change?
for change in client.diff(guard.snapshot)["changes"]:
    print(f"  {change['kind']}  {change['path']}  {change['deltaBytes']:+d} B")

# %% Read the old value without restoring anything
with io.TextIOWrapper(client.open(dataset, "calib/example.caldb", at=guard.snapshot.version)) as file:
    print("it was", file.read().strip())

# %% Go back: look at the plan, then carry out exactly that plan
plan = client.restore_snapshot(guard.snapshot, paths=["calib/example.caldb"], in_place=True)
print(plan)
run = client.restore_snapshot(guard.snapshot, confirm=plan.id)
print("back to", calibration.read_text().strip())
print("what was there before it:", run.result["guard"])
