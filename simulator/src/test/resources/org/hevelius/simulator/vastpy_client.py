"""Drives the stand-in with vastpy, the client that the vendor publishes, unchanged.

Arguments: management address, address of the buckets, certificate file.
"""

import sys
import time

try:
    import vastpy
except ImportError:
    print("no vastpy")
    sys.exit(0)

address = sys.argv[1].removeprefix("https://")
client = vastpy.VASTClient(user="admin", password="123456", address=address, cert_file=sys.argv[3])
assert [view["path"] for view in client.views.get()] == ["/prod/obs"]
policy = client.viewpolicies.get(name="default")[0]
view = client.views.post(path="/swift", policy_id=policy["id"], create_dir=True, protocols=["NFS"])
client.views[view["id"]].patch(alias="/s")
quota = client.quotas.post(name="swift", path="/swift", soft_limit=10**9, hard_limit=2 * 10**9)
client.quotas[quota["id"]].patch(hard_limit=3 * 10**9)
snapshot = client.snapshots.post(name="one", path="/swift")
try:
    client.snapshots.post(name="one", path="/swift/")
    raise AssertionError("twice")
except vastpy.RESTFailure as refused:
    assert refused.status == 400 and b"must be unique" in refused.data, refused
token = client.apitokens.post(owner="admin", name="script")["token"]
program = vastpy.VASTClient(token=token, address=address, cert_file=sys.argv[3], version="v5", tenant="default")
path = program.protectedpaths.post(name="swift", source_dir="/swift", tenant_id=1)
stream = program.protectedpaths[path["id"]].restore.post(name="r", loanee_snapshot_id=snapshot["id"])
while "Pending commit" not in program.protectedpaths.get(id=path["id"])[0]["restore_status"]:
    time.sleep(0.05)
program.protectedpaths[path["id"]].stop.patch()
rows = client.monitors.ad_hoc_query.get(object_type="cluster", time_frame="5m", prop_list=["Capacity,drr"])
assert rows["prop_list"][2] == "Capacity,drr", rows
client.snapshots[snapshot["id"]].delete()
client.views[view["id"]].delete()
print("done")
