"""Drives the stand-in as a script of an operator does: standard library only, its own signature for S3.

Arguments: management address, address of the buckets, certificate file.
"""

import base64
import datetime
import hashlib
import hmac
import http.client
import json
import ssl
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import xml.etree.ElementTree

vms, s3, ca = sys.argv[1:4]
tls = ssl.create_default_context(cafile=ca)
# What newer versions of Python check by default.
tls.verify_flags |= ssl.VERIFY_X509_STRICT
basic = "Basic " + base64.b64encode(b"admin:123456").decode()


def call(method, path, body=None, authorization=basic):
    """Answers status and document."""
    request = urllib.request.Request(vms + path, method=method)
    request.add_header("Authorization", authorization)
    if body is not None:
        request.data = json.dumps(body).encode()
        request.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(request, context=tls) as answer:
            text = answer.read()
            return answer.status, json.loads(text) if text else None
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


def chunked(method, path):
    """Sends no body as a chunk of zero bytes, as some clients do."""
    host = urllib.parse.urlsplit(vms)
    connection = http.client.HTTPSConnection(host.hostname, host.port, context=tls)
    connection.putrequest(method, path, skip_accept_encoding=True)
    connection.putheader("Authorization", basic)
    connection.putheader("Transfer-Encoding", "chunked")
    connection.endheaders()
    connection.send(b"0\r\n\r\n")
    answer = connection.getresponse()
    status, text = answer.status, answer.read()
    connection.close()
    return status, text


def wait(what):
    for _ in range(200):
        if what():
            return
        time.sleep(0.05)
    raise AssertionError("it did not come about")


def signed(path, query=(), secret=b"simulator-secret", access="simulator"):
    """Reads from a bucket; answers status, headers and body."""
    now = datetime.datetime.now(datetime.timezone.utc)
    stamp, day = now.strftime("%Y%m%dT%H%M%SZ"), now.strftime("%Y%m%d")
    host = urllib.parse.urlsplit(s3).netloc
    path = urllib.parse.quote(path)
    text = "&".join(
        sorted(urllib.parse.quote(k, safe="") + "=" + urllib.parse.quote(v, safe="") for k, v in query)
    )
    empty = hashlib.sha256(b"").hexdigest()
    names = "host;x-amz-content-sha256;x-amz-date"
    canonical = f"GET\n{path}\n{text}\nhost:{host}\nx-amz-content-sha256:{empty}\nx-amz-date:{stamp}\n\n{names}\n{empty}"
    scope = f"{day}/us-east-1/s3/aws4_request"
    content = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n" + hashlib.sha256(canonical.encode()).hexdigest()
    key = b"AWS4" + secret
    for part in (day, "us-east-1", "s3", "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, content.encode(), hashlib.sha256).hexdigest()
    request = urllib.request.Request(s3 + path + ("?" + text if text else ""))
    request.add_header("x-amz-date", stamp)
    request.add_header("x-amz-content-sha256", empty)
    request.add_header(
        "Authorization",
        f"AWS4-HMAC-SHA256 Credential={access}/{scope}, SignedHeaders={names}, Signature={signature}",
    )
    try:
        with urllib.request.urlopen(request, context=tls) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, {}, error.read()


def keys(**query):
    found, token = [], None
    while True:
        asked = [("list-type", "2")] + [(k.replace("_", "-"), v) for k, v in query.items()]
        if token:
            asked.append(("continuation-token", token))
        status, _, body = signed("/obs", asked)
        assert status == 200, body
        root = xml.etree.ElementTree.fromstring(body)
        space = "{http://s3.amazonaws.com/doc/2006-03-01/}"
        found += [e.text for e in root.iter(space + "Key")]
        found += [e.findtext(space + "Prefix") for e in root.iter(space + "CommonPrefixes")]
        token = root.findtext(space + "NextContinuationToken")
        if not token:
            return found


# The restore of an operator, step by step.
views = call("GET", "/api/views/")[1]
assert [view["path"] for view in views] == ["/prod/obs"], views
status, policy = call(
    "POST",
    "/api/latest/protectionpolicies/",
    {"name": "local", "prefix": "dev", "clone_type": "LOCAL",
     "frames": [{"every": "6h", "start-at": "2025-01-16 00:00:00", "keep-local": "3d", "keep-remote": "0s"}]},
)
assert status == 201, policy
status, path = call(
    "POST",
    "/api/v4/protectedpaths/",
    {"name": "pp", "source_dir": "/prod/obs/", "tenant_id": 1, "protection_policy_id": policy["id"]},
)
assert status == 201, path
status, safe = call("POST", "/api/snapshots/", {"name": "safe & sound", "path": "/prod/obs/"})
assert status == 201, safe
assert call("POST", "/api/v1/snapshots/", {"name": "safe & sound", "path": "/prod/obs"}) == (
    400,
    {"name": ["This field must be unique."]},
)
one = f"/api/latest/protectedpaths/{path['id']}/"
assert chunked("PATCH", one + "stop/")[0] == 400
found = call("GET", "/api/snapshots/?name__contains=safe")[1]
status, stream = call("POST", one + "restore/", {"name": "r", "loanee_snapshot_id": found[0]["id"]})
assert status == 200 and stream["async_task"]["state"] == "RUNNING", stream
wait(lambda: "Pending commit" in call("GET", f"/api/protectedpaths/?id={path['id']}")[1][0]["restore_status"])
assert call("GET", f"/api/vtasks/{stream['async_task']['id']}/")[1]["state"] == "COMPLETED"
assert chunked("PATCH", one + "commit/")[0] == 200
wait(lambda: call("GET", one)[1]["restore_status"] == "")
status, gone = call("DELETE", f"/api/globalsnapstreams/{stream['id']}/", {"remove_dir": True})
assert status == 200 and "async_task" in gone, gone

# Tokens.
status, pair = call("POST", "/api/token/", {"username": "admin", "password": "123456"}, "")
assert call("GET", "/api/views/", authorization="Bearer " + pair["access"])[0] == 200
call("POST", "/simulator/tokens/expire", {})
status, refused = call("GET", "/api/views/", authorization="Bearer " + pair["access"])
assert status == 403 and "Token is invalid or expired" in json.dumps(refused), refused

# Buckets.
assert keys() == ["a.txt", "sub/b.txt"], keys()
assert keys(max_keys="1") == keys()
assert keys(delimiter="/") == ["a.txt", "sub/"]
assert keys(prefix=".snapshot/", delimiter="/") == [".snapshot/safe & sound/"]
assert keys(prefix=".snapshot/safe & sound/") == [
    ".snapshot/safe & sound/a.txt",
    ".snapshot/safe & sound/sub/b.txt",
]
assert signed("/obs/.snapshot/safe & sound/sub/b.txt")[2] == b"second"
assert signed("/obs/../../ca.pem")[0] in (400, 404)
assert signed("/obs/none")[0] == 404 and b"NoSuchKey" in signed("/obs/none")[2]
assert signed("/nothing")[0] == 404
status, _, body = signed("/obs/a.txt", secret=b"guessed")
assert status == 403 and b"SignatureDoesNotMatch" in body, body
try:
    urllib.request.urlopen(s3 + "/obs/a.txt", context=tls)
    raise AssertionError("read without a signature")
except urllib.error.HTTPError as error:
    assert error.code == 403, error
try:
    urllib.request.urlopen(vms + "/api/views/", context=ssl.create_default_context())
    raise AssertionError("trusted without the certificate")
except urllib.error.URLError as error:
    assert isinstance(error.reason, ssl.SSLCertVerificationError), error

# The last: a DELETE without a body, in chunks.
assert chunked("DELETE", f"/api/snapshots/{safe['id']}/") == (204, b"")
assert call("GET", f"/api/snapshots/{safe['id']}/") == (404, {"detail": "Not found."})
# A provisioner of volumes and buckets: refused token first, then view, quota, user and keys.
bearer = "Bearer #"
status, said = call("GET", "/api/v1/viewpolicies/?name=default", authorization=bearer)
assert status == 403 and "Token is invalid or expired" in str(said), (status, said)
bearer = "Bearer " + call("POST", "/api/v1/token/", {"username": "admin", "password": "123456"}, "")[1]["access"]
usage = {"vendor": "vastdata", "name": "vast-csi", "version": "2.6", "build": "0"}
assert call("POST", "/api/v1/plugins/usage/", usage, bearer)[0] < 300
assert call("GET", "/api/v1/versions/?status=success", authorization=bearer)[1][0]["sys_version"]
default = call("GET", "/api/v1/viewpolicies/?name=default", authorization=bearer)[1][0]
assert call("POST", "/api/v1/qospolicies/", {"name": "gold", "mode": "STATIC"}, bearer)[0] == 201
gold = call("GET", "/api/v1/qospolicies/?name=gold", authorization=bearer)[1][0]
volume = {"path": "/k8s/pvc-1", "protocols": ["NFS"], "policy_id": default["id"], "qos_policy_id": gold["id"],
          "tenant_id": default["tenant_id"], "create_dir": True}
status, view = call("POST", "/api/v1/views/", volume, bearer)
assert status == 201 and view["qos_policy_id"] == gold["id"], view
quota = {"name": "csi-pvc-1", "path": "/k8s/pvc-1", "hard_limit": 1073741824, "tenant_id": 1}
assert call("POST", "/api/v1/quotas/", quota, bearer)[0] == 201
assert len(call("GET", "/api/v1/quotas/?path__contains=pvc-1", authorization=bearer)[1]) == 1
snapshot = {"name": "snap-1", "path": "/k8s/pvc-1/", "tenant_id": 1, "expiration_time": "2099-01-01T00:00:00.5"}
status, taken = call("POST", "/api/v1/snapshots/", snapshot, bearer)
assert status == 201, taken
assert call("GET", "/api/v1/snapshots/?path__startswith=/k8s/pvc-1&page_size=10", authorization=bearer)[1]["results"]
clone = {"name": "c-1", "loanee_root_path": "/k8s/pvc-2", "enabled": True, "loanee_tenant_id": 1}
status, stream = call("POST", f"/api/v1/snapshots/{taken['id']}/clone/", clone, bearer)
assert status == 200, stream
wait(lambda: call("GET", "/api/v1/globalsnapstreams/?name=c-1", authorization=bearer)[1][0]["status"]["state"] == "FINISHED")
assert call("DELETE", f"/api/v1/globalsnapstreams/{stream['id']}/", {"remove_dir": False}, bearer)[0] in (200, 204)
assert call("DELETE", "/api/v1/folders/delete_folder/", {"path": "/k8s/pvc-2", "tenant_id": 1}, bearer)[0] < 300
status, user = call("POST", "/api/v1/users/", {"name": "bucket-1", "uid": 5001, "allow_create_bucket": True}, bearer)
assert status == 201, user
keyed = f"/api/v1/users/{user['id']}/access_keys/"
status, pair = call("POST", keyed, {}, bearer)
assert status == 200 and set(pair) == {"access_key", "secret_key"}, pair
mine = {"access": pair["access_key"], "secret": pair["secret_key"].encode()}
assert signed("/", **mine)[0] == 200
assert "secret_key" not in json.dumps(call("GET", "/api/v1/users/?name=bucket-1", authorization=bearer)[1])
assert call("PATCH", keyed, {"access_key": pair["access_key"], "enabled": False}, bearer)[0] == 204
assert signed("/", **mine)[0] == 403
assert call("DELETE", keyed, {"access_key": pair["access_key"]}, bearer)[0] == 204
assert call("DELETE", keyed, {"access_key": pair["access_key"]}, bearer)[0] == 404

print("done")
