"""The client against a service that breaks connections, is busy or answers nonsense; needs no other program."""

from __future__ import annotations

import http.server
import json
import os
import tempfile
import threading
import unittest
import warnings
from pathlib import Path
from unittest import mock

import hevelius

SECRET = "hev_secret"


class Broken(http.server.BaseHTTPRequestHandler):
    """Answers what the test has put into ``script``, a function per request."""

    protocol_version = "HTTP/1.1"
    script: list = []
    seen: list[tuple[str, str, dict[str, str]]] = []

    def handle_any(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self.rfile.read(length)
        Broken.seen.append((self.command, self.path, dict(self.headers)))
        step = Broken.script.pop(0)
        step(self)

    do_GET = do_POST = do_PATCH = do_DELETE = do_PUT = handle_any

    def log_message(self, *_: object) -> None:
        pass


def answer(status: int, body: object, kind: str = "application/json", **headers: str):
    data = body if isinstance(body, bytes) else json.dumps(body).encode()

    def step(handler: Broken) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)

    return step


def cut(promised: int = 0, sent: bytes = b"", **headers: str):
    """Closes the connection: before an answer, or in the middle of it."""

    def step(handler: Broken) -> None:
        if promised:
            handler.send_response(206 if "Content_Range" in headers else 200)
            for name, value in headers.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.send_header("Content-Length", str(promised))
            handler.end_headers()
            handler.wfile.write(sent)
        handler.close_connection = True

    return step


def problem(status: int, code: str, **more: object):
    return answer(status, {"code": code, "detail": code, "remedies": ["wait"], "requestId": "r1", **more})


RUN = {"id": "1", "kind": "create", "state": "RUNNING", "dataset": "a", "result": None, "problem": None}
PAGE = {"items": [{"name": "a"}], "next": None}
ENTRY = {"items": [{"path": "f", "type": "file", "size": 10}], "next": None}
SNAPSHOT = {
    "reference": "a@1", "dataset": "a", "version": 1, "name": "a_1", "shortName": None, "description": "d",
    "createdAt": "2026-11-21T10:30:00.123456789Z", "author": "m", "kind": "MANUAL", "tags": {}, "milestone": None,
    "permanent": False, "knownGood": False, "guarantee": "UNVERIFIED", "git": None, "files": 1, "bytes": 1,
    "addedBytes": 1, "storedBytes": 1, "somethingNew": {},
}  # fmt: skip


class FaultsTest(unittest.TestCase):
    def setUp(self) -> None:
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Broken)
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        Broken.seen.clear()
        self.client = hevelius.Client(f"http://127.0.0.1:{self.server.server_port}", SECRET)
        self.addCleanup(self.client.close)
        waits = mock.patch("hevelius._delay", return_value=0.0)
        waits.start()
        self.addCleanup(waits.stop)

    def script(self, *steps: object) -> None:
        Broken.script = list(steps)

    def test_repeats_a_question_that_was_not_answered(self) -> None:
        self.script(cut(), problem(503, "unavailable"), answer(200, PAGE))
        self.assertEqual(list(self.client.datasets()), PAGE["items"])
        self.assertEqual(len(Broken.seen), 3)

    def test_repeats_an_order_under_the_same_key_only(self) -> None:
        self.script(cut(), answer(202, RUN), answer(202, RUN))
        self.client.start_snapshot("a", "d")
        self.client.start_snapshot("a", "d")
        keys = [headers["Idempotency-Key"] for _, _, headers in Broken.seen]
        self.assertEqual(keys[0], keys[1])
        self.assertNotEqual(keys[1], keys[2])

    def test_never_repeats_a_deletion_or_a_change(self) -> None:
        for call in (lambda: self.client.release("a@1"), lambda: self.client.tag("a@1", {"x": "y"})):
            Broken.seen.clear()
            self.script(cut())
            with self.assertRaisesRegex(hevelius.UnavailableError, "no answer from"):
                call()
            self.assertEqual(len(Broken.seen), 1)

    def test_gives_up_after_some_attempts_and_says_what_to_do(self) -> None:
        self.script(*[problem(503, "unavailable")] * 4)
        with self.assertRaises(hevelius.UnavailableError) as caught:
            list(self.client.datasets())
        self.assertEqual((len(Broken.seen), caught.exception.advice), (4, ("wait",)))

    def test_each_failure_has_its_type(self) -> None:
        for status, code, kind in (
            (400, "invalid", hevelius.InvalidError), (409, "refused", hevelius.RefusedError),
            (412, "precondition_failed", hevelius.ChangedError), (507, "full", hevelius.FullError),
            (500, "something_new", hevelius.HeveliusError),
        ):  # fmt: skip
            self.script(problem(status, code))
            with self.assertRaises(kind) as caught:
                list(self.client.datasets())
            self.assertEqual((caught.exception.category, caught.exception.request_id), (code, "r1"))
        self.script(answer(502, b"<html>bad gateway", "text/html"))
        with self.assertRaisesRegex(hevelius.HeveliusError, "status 502"):
            list(self.client.datasets())

    def test_follows_no_redirection_with_the_token(self) -> None:
        self.script(answer(302, b"", Location="http://example.org/"))
        with self.assertRaisesRegex(hevelius.HeveliusError, "status 302"):
            list(self.client.datasets())
        self.assertEqual(len(Broken.seen), 1)

    def test_goes_on_behind_the_last_event_that_it_has(self) -> None:
        first = b'id: 1\nevent: state\ndata: {}\n\n: still there\n\nid: 2\nevent: progress\ndata: {"files": 3}\n\n'
        end = {**RUN, "state": "SUCCEEDED", "result": SNAPSHOT}
        rest = f"id: 3\nevent: end\ndata: {json.dumps(end)}\n\n".encode()
        self.script(answer(202, RUN), cut(999, first), cut(), answer(200, rest, "text/event-stream"))
        steps: list = []
        made = self.client.create_snapshot("a", "d", on_progress=steps.append)
        self.assertEqual((made.reference, steps), ("a@1", [{"files": 3}]))
        self.assertEqual(made.created_at.microsecond, 123456)
        self.assertEqual([h["Last-Event-ID"] for _, p, h in Broken.seen if p.endswith("/events")], ["0", "2", "2"])

    def test_a_run_that_failed_raises_what_it_failed_with(self) -> None:
        end = {**RUN, "state": "FAILED", "problem": {"code": "full", "detail": "disk full", "status": 507}}
        data = f"id: 1\nevent: end\ndata: {json.dumps(end)}\n\n".encode()
        self.script(answer(202, RUN), answer(200, data, "text/event-stream"))
        with self.assertRaisesRegex(hevelius.FullError, "disk full"):
            self.client.create_snapshot("a", "d")

    def test_a_wait_ends_in_time_and_the_run_goes_on(self) -> None:
        hold = threading.Event()
        self.addCleanup(hold.set)

        def silent(handler: Broken) -> None:
            cut(999, b": still there\n\n")(handler)
            hold.wait(20)

        self.script(answer(202, RUN), silent)
        with self.assertRaisesRegex(TimeoutError, "goes on"):
            self.client.start_snapshot("a", "d").wait(timeout=0.3)

    def test_a_file_is_read_on_where_the_connection_broke(self) -> None:
        content = b"0123456789"

        def part(first: int, sent: int):
            return cut(10 - first, content[first : first + sent], Content_Range="x", ETag='"t"')

        self.script(answer(200, SNAPSHOT), answer(200, ENTRY), part(0, 4), cut(), part(4, 6))
        with self.client.open("a", "f") as file:
            self.assertEqual(file.read(), content)
        ranges = [headers["Range"] for _, path, headers in Broken.seen if "content" in path]
        self.assertEqual(ranges, ["bytes=0-9", "bytes=4-9", "bytes=4-9"])

    def test_a_file_that_became_another_one_is_not_mixed(self) -> None:
        self.script(
            answer(200, SNAPSHOT), answer(200, ENTRY),
            cut(10, b"0123", Content_Range="x", ETag='"t"'), cut(6, b"456789", Content_Range="x", ETag='"u"'),
        )  # fmt: skip
        with self.client.open("a", "f") as file, self.assertRaises(hevelius.ChangedError):
            file.read()

    def test_an_exception_under_guard_is_not_hidden_by_a_lost_service(self) -> None:
        end = {**RUN, "state": "SUCCEEDED", "result": SNAPSHOT}
        self.script(answer(202, end), cut())
        with warnings.catch_warnings(record=True) as caught, self.assertRaises(KeyError):
            warnings.simplefilter("always")
            with self.client.guard("a", "d", git=None):
                raise KeyError("mine")
        self.assertIn("was not tagged outcome=failed", str(caught[0].message))

    def test_the_token_is_in_no_message(self) -> None:
        self.script(*[cut()] * 4)
        with self.assertRaises(hevelius.UnavailableError) as caught:
            list(self.client.datasets())
        self.assertNotIn(SECRET, str(caught.exception) + repr(self.client))
        with self.assertRaises(hevelius.InvalidError) as caught_too:
            hevelius.Client(self.client.url, "hev_se\ncret")
        self.assertNotIn("cret", str(caught_too.exception))


class ConfigurationTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name, "hevelius", "client.ini")
        self.file.parent.mkdir()
        clean = {k: v for k, v in os.environ.items() if not k.startswith("HEVELIUS_")}
        environment = mock.patch.dict(os.environ, {**clean, "XDG_CONFIG_HOME": folder.name}, clear=True)
        environment.start()
        self.addCleanup(environment.stop)

    def write(self, text: str, mode: int = 0o600) -> None:
        self.file.write_text(text)
        self.file.chmod(mode)

    def test_arguments_stand_over_the_environment_and_that_over_the_file(self) -> None:
        self.write("[server]\nurl = http://127.0.0.1:1\ntoken = hev_file\n")
        self.assertEqual((hevelius.Client().url, hevelius.Client()._token), ("http://127.0.0.1:1", "hev_file"))
        os.environ |= {"HEVELIUS_SERVER": "http://127.0.0.1:2", "HEVELIUS_TOKEN": "hev_env"}
        self.assertEqual((hevelius.Client().url, hevelius.Client()._token), ("http://127.0.0.1:2", "hev_env"))
        self.assertEqual(hevelius.Client("http://[::1]:3/base/", "hev_x").url, "http://[::1]:3/base")

    def test_a_token_that_is_kept_for_one_service_goes_to_no_other(self) -> None:
        self.write("[server]\nurl = http://127.0.0.1:1\ntoken = hev_file\n")
        self.assertEqual(hevelius.Client("http://127.0.0.1:2")._token, "")
        self.assertEqual(hevelius.Client("http://127.0.0.1:1")._token, "hev_file")

    def test_a_token_may_stand_in_a_file_of_its_own(self) -> None:
        self.write("[server]\nurl = http://127.0.0.1:1\ntoken-file = t\n", 0o644)
        (self.file.parent / "t").write_text("hev_own\n")
        (self.file.parent / "t").chmod(0o600)
        self.assertEqual(hevelius.Client()._token, "hev_own")
        self.write("", 0o644)
        os.environ |= {"HEVELIUS_SERVER": "http://127.3.2.1:2", "HEVELIUS_TOKEN_FILE": str(self.file.parent / "t")}
        self.assertEqual(hevelius.Client()._token, "hev_own")
        os.environ["HEVELIUS_TOKEN_FILE"] += "x"
        with self.assertRaisesRegex(hevelius.NotFoundError, "can't be read"):
            hevelius.Client()

    @unittest.skipUnless(os.name == "posix", "modes of files are those of POSIX")
    def test_a_token_that_others_can_read_is_refused(self) -> None:
        self.write("[server]\nurl = http://127.0.0.1:1\ntoken = hev_file\n", 0o640)
        with self.assertRaisesRegex(hevelius.RefusedError, "chmod 600"):
            hevelius.Client()

    def test_what_cannot_be_understood_is_refused_without_quoting_it(self) -> None:
        for text in ("token = hev_secret\n", "[server]\nurll = x\n", "[server]\nhev_secret\n"):
            self.write(text)
            with self.assertRaises(hevelius.InvalidError) as caught:
                hevelius.Client()
            self.assertNotIn("hev_secret", str(caught.exception))
        self.write("")
        with self.assertRaisesRegex(hevelius.InvalidError, "no service is named"):
            hevelius.Client()

    def test_the_token_goes_nowhere_without_tls_but_to_this_machine(self) -> None:
        with self.assertRaisesRegex(hevelius.RefusedError, "without TLS"):
            hevelius.Client("http://archive.example.org", "hev_x")
        hevelius.Client("https://archive.example.org", "hev_x").close()
        for url in ("ftp://x", "127.0.0.1:7310", "http://u:p@127.0.0.1"):
            with self.assertRaises(hevelius.InvalidError):
                hevelius.Client(url, "hev_x")


if __name__ == "__main__":
    unittest.main()
