"""The client against a real service, which HEVELIUS_SERVER, HEVELIUS_TOKEN and HEVELIUS_TEST_* describe.

The build starts one and runs this: PythonClientTest in the module app.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import subprocess
import sys
import unittest
from pathlib import Path

import hevelius

DATASET = "cosmos7/raw"
WANTED = ("HEVELIUS_SERVER", "HEVELIUS_TOKEN", "HEVELIUS_TEST_DATA", "HEVELIUS_TEST_RESTORES", "HEVELIUS_TEST_VIEWER")
EXAMPLES = Path(__file__).parent.parent / "examples"


@unittest.skipUnless(all(os.environ.get(name) for name in WANTED), "no service was started for the tests")
class ServiceTest(unittest.TestCase):
    def setUp(self) -> None:
        self.data = Path(os.environ["HEVELIUS_TEST_DATA"])
        self.client = hevelius.Client()
        self.addCleanup(self.client.close)
        self.write("calib/mars.caldb", "gain = 1.0021\n")

    def write(self, path: str, content: str | bytes) -> None:
        file = self.data / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)

    def create(self, description: str = "For a test", **more: object) -> hevelius.Snapshot:
        return self.client.create_snapshot(DATASET, description, **more)  # type: ignore[arg-type]

    def test_takes_a_snapshot_and_lists_it_with_its_words(self) -> None:
        steps: list[object] = []
        made = self.create("Before Mars ü", name="pre-mars-py", tags={"a": "b"}, on_progress=steps.append)
        self.assertEqual(made.reference, f"{DATASET}@{made.version}")
        self.assertEqual((made.short_name, dict(made.tags), made.kind), ("pre-mars-py", {"a": "b"}, "MANUAL"))
        self.assertLess(abs(dt.datetime.now(dt.timezone.utc) - made.created_at), dt.timedelta(minutes=5))
        self.assertEqual(next(self.client.list_snapshots(DATASET)).reference, made.reference)
        self.assertEqual(self.client.snapshot(f"{DATASET}@pre-mars-py").version, made.version)
        self.assertEqual([s.version for s in self.client.list_snapshots("cosmos7/**", tags=["a=b"])], [made.version])
        self.assertEqual(list(self.client.list_snapshots(DATASET, until=made.created_at, text="ü")), [])

    def test_lists_across_pages(self) -> None:
        made = [self.create(f"page {i}").version for i in range(3)]
        pages = self.client._pages("/snapshots", {"dataset": DATASET, "q": "page", "limit": 1})
        self.assertEqual([one["version"] for one in pages], made[::-1])

    def test_a_restore_without_confirmation_changes_nothing(self) -> None:
        made = self.create()
        self.write("calib/mars.caldb", "gain = 1.21\n")
        plan = self.client.restore_snapshot(made, in_place=True, paths=["calib"])
        self.assertIsInstance(plan, hevelius.RestorePlan)
        self.assertIn("overwrite 1", str(plan))
        self.assertEqual((self.data / "calib/mars.caldb").read_text(), "gain = 1.21\n")

        run = self.client.restore_snapshot(made, confirm=plan.id)
        self.assertEqual((run.state, run.data["result"]["plan"]), ("SUCCEEDED", plan.id))
        self.assertEqual((self.data / "calib/mars.caldb").read_text(), "gain = 1.0021\n")
        run.undo().run().wait()
        self.assertEqual((self.data / "calib/mars.caldb").read_text(), "gain = 1.21\n")

    def test_a_plan_is_not_carried_out_for_something_else_or_another_state(self) -> None:
        first = self.create()
        self.write("calib/mars.caldb", "gain = 1.21\n")
        second = self.create()
        self.write("calib/mars.caldb", "gain = 1.33\n")
        plan = self.client.restore_snapshot(first, in_place=True)
        with self.assertRaisesRegex(hevelius.ConflictError, "something else: snapshot"):
            self.client.restore_snapshot(second, confirm=plan.id)
        with self.assertRaisesRegex(hevelius.ConflictError, "something else: delete"):
            self.client.restore_snapshot(first, confirm=plan.id, delete=True)
        self.write("calib/mars.caldb", "gain = 1.444\n")
        with self.assertRaises(hevelius.ChangedError) as caught:
            self.client.restore_snapshot(first, confirm=plan.id)
        self.assertTrue(caught.exception.advice)
        self.assertEqual((self.data / "calib/mars.caldb").read_text(), "gain = 1.444\n")

    def test_restores_beside_the_data_and_tells_its_events(self) -> None:
        made = self.create()
        target = Path(os.environ["HEVELIUS_TEST_RESTORES"], "aside")
        run = self.client.plan_restore(made, to=target).run()
        names = [event.name for event in run.events(timeout=60)]
        self.assertEqual((names[0], names[-1], run.state), ("state", "end", "SUCCEEDED"))
        self.assertEqual((target / "calib/mars.caldb").read_text(), "gain = 1.0021\n")
        with self.assertRaisesRegex(hevelius.InvalidError, "in place can be taken back"):
            run.undo()

    def test_only_the_last_restore_is_taken_back_by_its_run(self) -> None:
        first = self.create()
        self.write("calib/mars.caldb", "gain = 1.21\n")
        one = self.client.restore_snapshot(first, in_place=True, confirm=True)
        self.write("calib/mars.caldb", "gain = 1.5\n")
        self.client.restore_snapshot(first, in_place=True, confirm=True)
        with self.assertRaisesRegex(hevelius.ConflictError, "isn't this one"):
            one.undo()

    def test_retention_is_planned_before_it_forgets(self) -> None:
        for i in range(13):
            self.write("n.txt", str(i))
            self.create("To be forgotten")
        plan = self.client.apply_retention_policy(DATASET)
        self.assertGreaterEqual(len(plan.forgets), 1)
        before = [s.reference for s in self.client.list_snapshots(DATASET)]
        self.assertTrue(set(plan.forgets) <= set(before))
        done = self.client.apply_retention_policy(DATASET, dry_run=False)
        self.assertEqual(set(done["forgotten"]), set(plan.forgets))
        after = [s.reference for s in self.client.list_snapshots(DATASET)]
        self.assertEqual(set(after), set(before) - set(plan.forgets))
        with self.assertRaises(hevelius.ChangedError):
            plan.run()

    def test_a_guard_tags_how_it_went(self) -> None:
        with self.client.guard(DATASET, "Recalibrate", tags={"who": "py"}) as guard:
            self.write("calib/mars.caldb", "gain = 2\n")
        self.assertEqual(self.client.snapshot(guard.snapshot).tags["outcome"], "ok")
        self.assertEqual(guard.snapshot.tags["who"], "py")
        with self.assertRaises(ZeroDivisionError), self.client.guard(DATASET, "Break it") as guard:
            self.write("calib/mars.caldb", "gain = 3\n")
            _ = 1 / 0
        tags = self.client.snapshot(guard.snapshot).tags
        self.assertEqual((tags["outcome"], tags["outcome.exception"]), ("failed", "ZeroDivisionError"))
        guard.plan_restore().run().wait()
        self.assertEqual((self.data / "calib/mars.caldb").read_text(), "gain = 2\n")

    def test_a_guard_notes_the_commit_of_the_work(self) -> None:
        work = self.data.parent / "work"
        work.mkdir()
        git = ["git", "-C", str(work), "-c", "user.name=m", "-c", "user.email=m@example.org"]
        try:
            subprocess.run([*git, "init", "-q"], check=True)
        except OSError:
            self.skipTest("git is not installed")
        subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "one"], check=True)
        head = subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()
        with self.client.guard(DATASET, "With a commit", git=work) as guard:
            pass
        self.assertEqual((guard.snapshot.tags["git.commit"], guard.snapshot.tags["git.dirty"]), (head, "false"))

    def test_opens_a_file_of_a_version_like_a_local_one(self) -> None:
        content = bytes(i * 7 % 251 for i in range(3_000_017))
        self.write("events/big one é.bin", content)
        self.write("calib/lines.txt", "gain ü\noffset\n")
        made = self.create()
        self.write("events/big one é.bin", b"other")
        with self.client.open(DATASET, "events/big one é.bin", at=made.version) as file:
            self.assertTrue(file.seekable() and file.readable() and not file.writable())
            self.assertEqual(file.read(10), content[:10])
            file.seek(2_500_000)
            self.assertEqual(file.read(1000), content[2_500_000:2_501_000])
            self.assertEqual(file.seek(-5, io.SEEK_END), len(content) - 5)
            self.assertEqual((file.read(), file.read(), file.peek(1)), (content[-5:], b"", b""))
            file.seek(0)
            into = bytearray(len(content))
            self.assertEqual(file.readinto(into), len(content))
            self.assertEqual(bytes(into), content)
        with self.assertRaises(ValueError):
            file.read()
        with io.TextIOWrapper(self.client.open(DATASET, "calib/lines.txt"), encoding="utf-8") as lines:
            self.assertEqual(list(lines), ["gain ü\n", "offset\n"])
        with self.client.open(DATASET, "calib/lines.txt", at=f"@{made.version}") as file:
            self.assertEqual(file.read(), "gain ü\noffset\n".encode())
        for path in ("calib", "nothing"):
            with self.assertRaises((hevelius.InvalidError, hevelius.NotFoundError)):
                self.client.open(DATASET, path)
        self.write("empty", b"")
        self.create()
        with self.client.open(DATASET, "empty") as file:
            self.assertEqual(file.read(), b"")

    def test_compares_and_finds(self) -> None:
        self.write("calib/found-by-py.txt", "1")
        first = self.create()
        self.write("calib/found-by-py.txt", "22")
        second = self.create()
        diff = self.client.diff(first, second)
        self.assertEqual([change["path"] for change in diff["changes"]], ["calib/found-by-py.txt"])
        self.assertTrue(self.client.diff(second)["same"])
        self.assertEqual(len(self.client.history(DATASET, "calib/found-by-py.txt")), 2)
        self.assertEqual(self.client.find("found-by-*")[0]["path"], "calib/found-by-py.txt")
        self.assertIn("found-by-py.txt", [e["path"].rpartition("/")[2] for e in self.client.entries(first, "calib")])

    def test_reports_sum_up_what_is_listed(self) -> None:
        self.create()
        usage = self.client.report("usage", DATASET)
        listed = list(self.client.list_snapshots(DATASET))
        self.assertEqual(usage["total"]["snapshots"], len(listed))
        self.assertEqual(usage["total"]["storedBytes"], sum(s.stored_bytes for s in listed))
        self.assertEqual(self.client.report("coverage")["datasets"][0]["state"], "OK")
        self.assertEqual(self.client.report("forecast", days=3)["days"], 3)

    def test_tells_how_things_stand_and_where_data_came_from(self) -> None:
        made = self.create()
        status = self.client.status()
        self.assertEqual([one["dataset"] for one in status["datasets"]], [DATASET])
        self.assertEqual(status["datasets"][0]["newest"], made.reference)
        self.assertEqual(list(self.client.jobs(DATASET, state="failed")), [])
        with self.assertRaisesRegex(hevelius.InvalidError, "no state"):
            list(self.client.jobs(state="lost"))
        self.assertEqual(list(self.client.policies()), [])
        self.assertEqual(self.client.policy(DATASET)["dataset"], DATASET)
        self.client.emit("phase-complete", DATASET, id="from-python", attributes={"phase": "3"}).wait()
        told = list(self.client.events(DATASET, name="phase-complete"))
        self.assertEqual([one["id"] for one in told], ["from-python"])
        self.assertEqual(self.client.lineage(made)["reference"], made.reference)

    def test_publishes_as_planned_and_cites(self) -> None:
        made = self.create()
        with self.assertRaisesRegex(hevelius.RefusedError, "isn't published"):
            self.client.cite(made)
        plan = self.client.plan_publication(made, title="Mars", year=2026)
        self.assertEqual(list(self.client.publications(DATASET)), [])
        plan.run().wait()
        self.assertIn("Mars", self.client.cite(made))
        self.assertIn("@", self.client.cite(made, "bibtex"))
        self.assertEqual(len(list(self.client.publications(DATASET))), 1)

    def test_holds_marks_and_deletes(self) -> None:
        made = self.create()
        self.assertTrue(self.client.hold(made, "Production baseline").permanent)
        with self.assertRaisesRegex(hevelius.RefusedError, "permanent"):
            self.client.delete_snapshot(made, confirm=True)
        self.assertFalse(self.client.release(made).permanent)
        self.assertTrue(self.client.known_good(made, note="looked at").known_good)
        self.assertFalse(self.client.known_good(made, False).known_good)
        self.assertEqual(self.client.describe(made, milestone="Calibrated").milestone, "Calibrated")
        self.assertEqual(dict(self.client.tag(made, {"x": "1", "y": ""}).tags), {"x": "1", "y": ""})
        self.assertEqual(dict(self.client.tag(made, {"x": None}).tags), {"y": ""})
        self.create()
        plan = self.client.delete_snapshot(made)
        self.assertEqual(self.client.snapshot(made).version, made.version)
        plan.run()
        with self.assertRaises(hevelius.NotFoundError):
            self.client.snapshot(made)

    def test_says_what_is_wrong_by_type_and_never_the_token(self) -> None:
        with self.assertRaises(hevelius.NotFoundError) as caught:
            self.client.snapshot(f"{DATASET}@nothing-like-that")
        self.assertEqual((caught.exception.category, caught.exception.status), ("not_found", 404))
        self.assertTrue(caught.exception.request_id)
        viewer = hevelius.Client(token=os.environ["HEVELIUS_TEST_VIEWER"])
        self.addCleanup(viewer.close)
        with self.assertRaises(hevelius.DeniedError):
            viewer.create_snapshot(DATASET, "Not allowed")
        stranger = hevelius.Client(token="hev_nobody")
        self.addCleanup(stranger.close)
        with self.assertRaises(hevelius.UnauthenticatedError) as refused:
            list(stranger.datasets())
        self.assertNotIn("nobody", str(refused.exception) + repr(stranger) + repr(vars(refused.exception)))

    def test_speaks_tls_with_an_authority_of_its_own(self) -> None:
        url, ca = os.environ.get("HEVELIUS_TEST_TLS_SERVER"), os.environ.get("HEVELIUS_TEST_CA")
        if not url or not ca:
            self.skipTest("no service with TLS was started")
        with hevelius.Client(url, ca_file=ca) as client:
            self.assertEqual([d["name"] for d in client.datasets()], [DATASET])
        with self.assertRaisesRegex(hevelius.UnavailableError, "CERTIFICATE_VERIFY_FAILED"):
            list(hevelius.Client(url).datasets())

    def test_the_examples_run(self) -> None:
        for example in sorted(EXAMPLES.glob("*.py")):
            with self.subTest(example.name):
                done = subprocess.run(
                    [sys.executable, str(example), DATASET, str(self.data)],
                    capture_output=True, text=True, timeout=120, check=False,
                    env={**os.environ, "PYTHONPATH": str(EXAMPLES.parent)},
                )  # fmt: skip
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertIn("back to", done.stdout)


if __name__ == "__main__":
    unittest.main()
