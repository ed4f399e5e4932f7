"""Versions of research data from Python: a client of the Hevelius service.

One module, standard library only, Python 3.10 or newer::

    import hevelius

    client = hevelius.Client("http://127.0.0.1:7310", token="hev_...")
    with client.guard("cosmos7/raw", "Before the Mars calibration"):
        recalibrate()                                  # a snapshot was taken first; its outcome is tagged
    with client.open("cosmos7/raw", "calib/mars.caldb", at="@12") as file:
        then = file.read()                             # as it was in version 12

What destroys is planned first: ``restore_snapshot`` and ``apply_retention_policy`` show a plan and change nothing
unless they are told to carry it out, and carry out exactly what was planned.
"""

from __future__ import annotations

import configparser
import dataclasses
import datetime as dt
import http.client
import io
import json
import os
import random
import re
import ssl
import stat
import subprocess
import threading
import time
import urllib.parse
import uuid
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, overload

__version__ = "0.1.0"
__all__ = [
    "Client", "Snapshot", "RestorePlan", "CleanupPlan", "DeletionPlan", "PublicationPlan", "Run", "Event", "Guard",
    "HeveliusError", "InvalidError", "UnauthenticatedError", "DeniedError", "NotFoundError", "ConflictError",
    "RefusedError", "ChangedError", "DamagedError", "FullError", "UnavailableError", "PartialError", "CanceledError",
]  # fmt: skip

_LOOPBACK = re.compile(r"localhost|::1|127(\.[0-9]{1,3}){3}")
_ATTEMPTS = 4
_BROKEN = (OSError, http.client.HTTPException)


# --- errors ---------------------------------------------------------------------------------------------------------


class HeveliusError(Exception):
    """Something was not done.

    ``category`` is the service's stable code such as ``not_found``; ``message`` says what happened, to which thing;
    ``advice`` what is safe and what to do next, a line each; ``status`` is that of HTTP (0 when there was no answer);
    ``request_id`` stands in the service's log.
    """

    def __init__(
        self, message: str, *, category: str = "internal", advice: Iterable[str] = (), status: int = 0,
        request_id: str = "",
    ) -> None:  # fmt: skip
        self.message = message
        self.category = category
        self.advice = tuple(advice)
        self.status = status
        self.request_id = request_id
        super().__init__("\n  ".join((message, *self.advice)))


class InvalidError(HeveliusError):
    """The request can't be understood."""


class UnauthenticatedError(HeveliusError):
    """The service doesn't recognize the token."""


class DeniedError(HeveliusError):
    """The token's user may not do this."""


class NotFoundError(HeveliusError):
    """It isn't there, or the token's user may not read it."""


class ConflictError(HeveliusError):
    """In conflict with what is there or runs."""


class RefusedError(HeveliusError):
    """A rule forbids it, such as a hold."""


class ChangedError(HeveliusError):
    """The world has changed since it was looked at; nothing was touched. Plan again."""


class DamagedError(HeveliusError):
    """Stored data is damaged."""


class FullError(HeveliusError):
    """No space is left."""


class UnavailableError(HeveliusError):
    """Something can't be reached now."""


class PartialError(HeveliusError):
    """Only a part was done."""


class CanceledError(HeveliusError):
    """It was canceled and ended itself cleanly."""


_ERRORS: dict[str, type[HeveliusError]] = {
    "invalid": InvalidError, "too_large": InvalidError, "method_not_allowed": InvalidError,
    "range_not_satisfiable": InvalidError, "key_reused": InvalidError, "unauthenticated": UnauthenticatedError,
    "denied": DeniedError, "not_found": NotFoundError, "conflict": ConflictError, "refused": RefusedError,
    "precondition_failed": ChangedError, "precondition_required": ChangedError, "damaged": DamagedError,
    "full": FullError, "unavailable": UnavailableError, "too_many": UnavailableError, "partial": PartialError,
    "canceled": CanceledError,
}  # fmt: skip


def _error(status: int, problem: Mapping[str, Any]) -> HeveliusError:
    category = str(problem.get("code", "internal"))
    return _ERRORS.get(category, HeveliusError)(
        str(problem.get("detail") or problem.get("title") or f"the service answered with status {status}"),
        category=category,
        advice=[str(line) for line in problem.get("remedies", ())],
        status=status,
        request_id=str(problem.get("requestId", "")),
    )


# --- records --------------------------------------------------------------------------------------------------------


def _time(text: str) -> dt.datetime:
    # Python 3.10 reads neither Z nor nanoseconds.
    text = re.sub(r"(\.\d{6})\d+", r"\1", text.replace("Z", "+00:00"))
    match = re.fullmatch(r"([^.]+)\.(\d{1,6})(.*)", text)
    return dt.datetime.fromisoformat(f"{match[1]}.{match[2]:0<6}{match[3]}" if match else text)


def _utc(moment: dt.datetime) -> str:
    if moment.tzinfo is None:
        raise InvalidError(f"{moment} has no time zone", category="invalid", advice=["give it one: tzinfo=timezone.utc"])
    return moment.astimezone(dt.timezone.utc).isoformat().replace("+00:00", "Z")


@dataclasses.dataclass(frozen=True)
class Snapshot:
    """A numbered, immutable version of a dataset. ``data`` has all that the service says; sizes are in bytes."""

    reference: str
    dataset: str
    version: int
    name: str
    short_name: str | None
    description: str
    created_at: dt.datetime
    author: str
    kind: str
    tags: Mapping[str, str]
    milestone: str | None
    permanent: bool
    known_good: bool
    guarantee: str
    git: Mapping[str, Any] | None
    files: int
    bytes: int
    added_bytes: int
    stored_bytes: int
    data: Mapping[str, Any] = dataclasses.field(repr=False, compare=False)

    def __str__(self) -> str:
        return self.reference

    @classmethod
    def _of(cls, data: Mapping[str, Any]) -> Snapshot:
        return cls(
            reference=data["reference"], dataset=data["dataset"], version=data["version"], name=data["name"],
            short_name=data["shortName"], description=data["description"], created_at=_time(data["createdAt"]),
            author=data["author"], kind=data["kind"], tags=dict(data["tags"]), milestone=data["milestone"],
            permanent=data["permanent"], known_good=data["knownGood"], guarantee=data["guarantee"], git=data["git"],
            files=data["files"], bytes=data["bytes"], added_bytes=data["addedBytes"],
            stored_bytes=data["storedBytes"], data=data,
        )  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Event:
    """What a run tells: ``state``, ``progress`` or ``end``."""

    id: int
    name: str
    data: Mapping[str, Any]


class Run:
    """A long operation of the service. It goes on when this program ends."""

    def __init__(self, client: Client, data: Mapping[str, Any]) -> None:
        self._client = client
        self.data: Mapping[str, Any] = data

    def __repr__(self) -> str:
        return f"<Run {self.id} {self.kind} {self.state}>"

    @property
    def id(self) -> str:
        """Names the run."""
        return str(self.data["id"])

    @property
    def kind(self) -> str:
        """Such as ``create`` or ``restore``."""
        return str(self.data["kind"])

    @property
    def state(self) -> str:
        """``RUNNING``, ``SUCCEEDED``, ``FAILED`` or ``CANCELED``, as it was last seen."""
        return str(self.data["state"])

    @property
    def result(self) -> Mapping[str, Any] | None:
        """The record of what was done; None until it has succeeded."""
        return self.data["result"]

    def refresh(self) -> Run:
        """Asks how far it is."""
        self.data = self._client._json("GET", f"/runs/{_quote(self.id)}")
        return self

    def cancel(self) -> None:
        """Asks it to stop; it ends itself at the next safe place."""
        self._client._json("DELETE", f"/runs/{_quote(self.id)}")

    def events(self, after: int = 0, timeout: float | None = None) -> Iterator[Event]:
        """What it tells from the event ``after`` on until its end; goes on behind the last one when the connection
        breaks. ``timeout`` is in seconds for all of it: ``TimeoutError``; the run goes on."""
        until = None if timeout is None else time.monotonic() + timeout
        failures = 0
        while True:
            try:
                for event in self._client._events(f"/runs/{_quote(self.id)}/events", after, until):
                    after, failures = event.id, 0
                    if event.name == "end":
                        self.data = event.data
                    yield event
                    if event.name == "end":
                        return
                raise http.client.IncompleteRead(b"")
            except (*_BROKEN, UnavailableError) as broken:
                if until is not None and time.monotonic() >= until:
                    raise TimeoutError(f"run {self.id} goes on") from None
                failures += 1
                if failures >= _ATTEMPTS:
                    raise _unreachable(self._client, broken) from broken
                time.sleep(_delay(failures))

    def wait(
        self, timeout: float | None = None, on_progress: Callable[[Mapping[str, Any]], None] | None = None
    ) -> Mapping[str, Any]:
        """Waits for its end and returns the record of what was done; raises what it failed with. ``on_progress`` is
        called with phase, files and bytes."""
        if self.state == "RUNNING":
            for event in self.events(timeout=timeout):
                if event.name == "progress" and on_progress is not None:
                    on_progress(event.data)
        if self.state != "SUCCEEDED" or self.result is None:
            problem = self.data.get("problem") or {}
            raise _error(int(problem.get("status", 0)), problem)
        return self.result

    def undo(self) -> RestorePlan:
        """For a restore in place: the plan to take it back. Refused when something else was restored since."""
        done = self.wait()
        guard = done.get("guard")
        if self.kind != "restore" or not guard:
            raise InvalidError("only a restore in place can be taken back", category="invalid")
        plan = self._client._plan(str(self.data["dataset"]), {"kind": "undo"})
        if plan.data["reference"] != guard:
            raise ConflictError(
                f"the last restore of {self.data['dataset']} isn't this one: {plan.data['reference']} would come back"
                f" instead of {guard}",
                category="conflict",
                advice=["nothing was changed", f"restore what stood before it: plan_restore('{guard}', in_place=True)"],
            )
        return plan


class _Plan:
    _path: str

    def __init__(self, client: Client, data: Mapping[str, Any], tag: str) -> None:
        self._client = client
        self._tag = tag
        self.data: Mapping[str, Any] = data

    @property
    def id(self) -> str:
        """The name of the plan; the service keeps it for an hour."""
        return str(self.data["plan"])

    def _order(self, path: str) -> Run:
        order = {"plan": self.id}
        return Run(self._client, self._client._json("POST", path, order, headers={"If-Match": self._tag}))


class RestorePlan(_Plan):
    """What a restore would do; nothing was changed yet. ``data`` has counts and the first 1,000 actions."""

    def __init__(self, client: Client, dataset: str, data: Mapping[str, Any], tag: str) -> None:
        super().__init__(client, data, tag)
        self.dataset = dataset

    def __repr__(self) -> str:
        return f"<RestorePlan {self.id}: {self}>"

    def __str__(self) -> str:
        counts = self.data["counts"]
        parts = [f"{kind.lower()} {count['entries']}" for kind, count in counts.items() if count["entries"]]
        place = self.data["target"] or "in place"
        return f"{self.data['kind'].lower()} {self.data['reference']} {place}: {', '.join(parts) or 'nothing to do'}"

    def run(self) -> Run:
        """Carries out exactly this plan.

        Raises ``ChangedError`` when the data has changed since; nothing was touched then.
        """
        return self._order(_dataset(self.dataset) + "/restores")


class CleanupPlan(_Plan):
    """What retention would forget, with the reason for each snapshot; nothing was changed yet."""

    def __repr__(self) -> str:
        return f"<CleanupPlan {self.id}: {len(self.forgets)} of {len(self.data['snapshots'])} would be forgotten>"

    @property
    def forgets(self) -> list[str]:
        """References of the snapshots that would be forgotten."""
        return [one["reference"] for one in self.data["snapshots"] if not one["keep"]]

    def run(self) -> Run:
        """Carries out exactly this plan; ``ChangedError`` when the snapshots have changed since."""
        return self._order("/cleanups")


class DeletionPlan(_Plan):
    """One snapshot that would be deleted; nothing was changed yet."""

    def run(self) -> Mapping[str, Any]:
        """Deletes it, if it is still as it was planned."""
        return self._client._json(
            "DELETE",
            _snapshot(self.data["snapshot"]["reference"]),
            query={"force": "true"} if self.data["force"] else None,
            headers={"If-Match": self._tag},
        )


class PublicationPlan:
    """A snapshot that would be published; nothing was changed yet."""

    def __init__(self, client: Client, path: str, wish: Mapping[str, Any], data: Mapping[str, Any], tag: str) -> None:
        self._client, self._path, self._wish, self.data, self._tag = client, path, wish, data, tag

    def run(self) -> Run:
        """Publishes it, if it is still as it was planned."""
        headers = {"If-Match": self._tag}
        return Run(self._client, self._client._json("POST", self._path + "/publication", self._wish, headers=headers))


# --- the client -----------------------------------------------------------------------------------------------------


class Client:
    """Speaks with a service.

    ``url``, ``token`` and ``ca_file`` come from the arguments, else from ``HEVELIUS_SERVER``, ``HEVELIUS_TOKEN`` (or
    ``HEVELIUS_TOKEN_FILE``) and ``HEVELIUS_CA``, else from ``hevelius/client.ini`` in the user's configuration directory (``[server]`` with
    ``url``, ``token`` or ``token-file``, ``ca-file``). ``timeout`` is how long the service may stand still, in seconds.
    What is kept in the file is for its ``url`` alone. The token is sent over TLS or to this machine only, and stands in
    no message.

    Can be used by several threads at once.
    """

    def __init__(
        self, url: str | None = None, token: str | None = None, *, ca_file: str | os.PathLike[str] | None = None,
        timeout: float = 60.0,
    ) -> None:  # fmt: skip
        kept = _configured() if url is None or token is None or ca_file is None else {}
        url = url or os.environ.get("HEVELIUS_SERVER") or kept.get("url")
        if url != kept.get("url"):
            kept = {}  # a token that is kept for one service is never sent to another
        if not url:
            raise InvalidError(
                "no service is named",
                category="invalid",
                advice=["give its address: Client('http://127.0.0.1:7310'), or HEVELIUS_SERVER"],
            )
        token = token or os.environ.get("HEVELIUS_TOKEN")
        if not token and (file := os.environ.get("HEVELIUS_TOKEN_FILE")):
            token = _token(Path(file))
        self._token = (token or kept.get("token") or "").strip()
        if not re.fullmatch(r"[!-~]*", self._token):
            raise InvalidError("the token has characters that no token has", category="invalid")
        parts = urllib.parse.urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
            raise InvalidError("the address of a service is http://HOST:PORT or https://HOST:PORT", category="invalid")
        if parts.scheme == "http" and not _LOOPBACK.fullmatch(parts.hostname):
            raise RefusedError(
                f"{parts.hostname} is not asked without TLS: everybody between could read the token",
                category="refused",
                advice=["nothing was sent; use https://, or a tunnel to this machine"],
            )
        self.url = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"
        self._host, self._port, self._prefix = parts.hostname, parts.port, parts.path.rstrip("/")
        self._timeout = timeout
        self._tls: ssl.SSLContext | None = None
        if parts.scheme == "https":
            ca = ca_file or os.environ.get("HEVELIUS_CA") or kept.get("ca-file")
            self._tls = ssl.create_default_context(cafile=ca)
            self._tls.minimum_version = ssl.TLSVersion.TLSv1_2
        self._idle: list[http.client.HTTPConnection] = []
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return f"<hevelius.Client {self.url}>"

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes idle connections; the client can still be used."""
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    # Snapshots

    def datasets(self) -> Iterator[Mapping[str, Any]]:
        """All datasets that the token's user may read, by name."""
        return self._pages("/datasets", {})

    def start_snapshot(
        self, dataset: str, description: str, *, name: str | None = None, tags: Mapping[str, str] | None = None,
        milestone: str | None = None, permanent: bool = False, keep: str | None = None,
        expires: dt.datetime | None = None,
    ) -> Run:  # fmt: skip
        """Begins to take a snapshot and returns at once."""
        wish: dict[str, Any] = {"description": description}
        wish |= {} if name is None else {"shortName": name}
        wish |= {} if not tags else {"tags": dict(tags)}
        wish |= {} if milestone is None else {"milestone": milestone}
        wish |= {"permanent": True} if permanent else {}
        wish |= {} if keep is None else {"keep": keep}
        wish |= {} if expires is None else {"expires": _utc(expires)}
        return Run(self, self._json("POST", _dataset(dataset) + "/snapshots", wish))

    def create_snapshot(
        self, dataset: str, description: str, *, name: str | None = None, tags: Mapping[str, str] | None = None,
        milestone: str | None = None, permanent: bool = False, keep: str | None = None,
        expires: dt.datetime | None = None, timeout: float | None = None,
        on_progress: Callable[[Mapping[str, Any]], None] | None = None,
    ) -> Snapshot:  # fmt: skip
        """Takes a snapshot and returns it when it is complete.

        ``permanent`` holds it against all retention; ``keep`` is how long it stays, such as ``"30d"``. After
        ``timeout`` seconds ``TimeoutError`` is raised, and the snapshot is still being taken.
        """
        run = self.start_snapshot(
            dataset, description, name=name, tags=tags, milestone=milestone, permanent=permanent, keep=keep,
            expires=expires,
        )  # fmt: skip
        return Snapshot._of(run.wait(timeout, on_progress))

    def list_snapshots(
        self, dataset: str | None = None, *, text: str | None = None, tags: Iterable[str] = (),
        since: dt.datetime | None = None, until: dt.datetime | None = None, known_good: bool = False,
        held: bool = False, kind: str | None = None,
    ) -> Iterator[Snapshot]:  # fmt: skip
        """Snapshots, newest first, fetched page by page as they are asked for.

        ``dataset`` may be ``cosmos7/**`` for it and all below; ``tags`` are ``key`` or ``key=value``.
        """
        query: dict[str, Any] = {"dataset": dataset, "q": text, "tag": list(tags), "kind": kind}
        query |= {"since": since and _utc(since), "until": until and _utc(until)}
        query |= {"knownGood": "true" if known_good else None, "held": "true" if held else None}
        return map(Snapshot._of, self._pages("/snapshots", query))

    def snapshot(self, reference: str | Snapshot) -> Snapshot:
        """The one snapshot of a reference such as ``cosmos7/raw@12``, ``@latest`` or ``@pre-mars``."""
        return Snapshot._of(self._json("GET", _snapshot(reference)))

    # Restore

    def plan_restore(
        self, snapshot: str | Snapshot, *, paths: Iterable[str] = (), to: str | os.PathLike[str] | None = None,
        in_place: bool = False, delete: bool = False, verify: bool = True, compare_content: bool = False,
    ) -> RestorePlan:  # fmt: skip
        """Plans to bring back a snapshot, or ``paths`` of it; changes nothing.

        Either ``to`` a directory of the service's machine, or ``in_place``. ``delete`` also removes what the snapshot
        doesn't have.
        """
        dataset, part = _split(snapshot)
        wish: dict[str, Any] = {"kind": "restore", "snapshot": part, "verify": verify}
        wish |= {"paths": list(paths), "inPlace": in_place, "delete": delete, "compareContent": compare_content}
        wish |= {} if to is None else {"to": os.fspath(to)}
        return self._plan(dataset, wish)

    def plan_undo(self, dataset: str) -> RestorePlan:
        """Plans to take back the last restore in place of a dataset; changes nothing."""
        return self._plan(dataset, {"kind": "undo"})

    @overload
    def restore_snapshot(
        self, snapshot: str | Snapshot, *, confirm: Literal[False] = False, paths: Iterable[str] = ...,
        to: str | os.PathLike[str] | None = ..., in_place: bool = ..., delete: bool = ...,
        timeout: float | None = ...,
    ) -> RestorePlan: ...  # fmt: skip

    @overload
    def restore_snapshot(
        self, snapshot: str | Snapshot, *, confirm: Literal[True] | str, paths: Iterable[str] = ...,
        to: str | os.PathLike[str] | None = ..., in_place: bool = ..., delete: bool = ...,
        timeout: float | None = ...,
    ) -> Run: ...  # fmt: skip

    def restore_snapshot(
        self, snapshot: str | Snapshot, *, confirm: bool | str = False, paths: Iterable[str] = (),
        to: str | os.PathLike[str] | None = None, in_place: bool = False, delete: bool = False,
        timeout: float | None = None,
    ) -> RestorePlan | Run:  # fmt: skip
        """Brings back a snapshot.

        Without ``confirm`` it returns the plan and changes nothing. With the id of a plan exactly that plan is carried
        out (what else is given must be what it is about); with ``True`` one is made and carried out at once. In place
        the present state is kept in a guard snapshot first: ``run.undo().run()`` returns to it. The run has ended when
        it is returned.
        """
        dataset, _ = _split(snapshot)
        if isinstance(confirm, str):
            data, tag = self._tagged("GET", f"{_dataset(dataset)}/restores/plans/{_quote(confirm)}")
            plan = RestorePlan(self, dataset, data, tag)
            self._same(plan, snapshot, list(paths), to, in_place, delete)
        else:
            plan = self.plan_restore(snapshot, paths=paths, to=to, in_place=in_place, delete=delete)
            if not confirm:
                return plan
        run = plan.run()
        run.wait(timeout)
        return run

    def _same(
        self, plan: RestorePlan, snapshot: str | Snapshot, paths: list[str], to: str | os.PathLike[str] | None,
        in_place: bool, delete: bool,
    ) -> None:  # fmt: skip
        shown = plan.data
        wrong = [
            what
            for what, differs in (
                ("snapshot", self.snapshot(snapshot).reference != shown["reference"]),
                ("paths", bool(paths) and sorted(paths) != sorted(shown["paths"])),
                ("to", to is not None and os.fspath(to) != shown["target"]),
                ("in_place", in_place and shown["target"] is not None),
                ("delete", delete and not shown["delete"]),
                ("kind", shown["kind"] != "RESTORE"),
            )
            if differs
        ]
        if wrong:
            raise ConflictError(
                f"plan {plan.id} is about something else: {', '.join(wrong)}",
                category="conflict",
                advice=["nothing was changed", f"the plan: {plan}"],
            )

    def _plan(self, dataset: str, wish: Mapping[str, Any]) -> RestorePlan:
        data, tag = self._tagged("POST", _dataset(dataset) + "/restores/plans", wish)
        return RestorePlan(self, dataset, data, tag)

    # Retention

    @overload
    def apply_retention_policy(
        self, dataset: str | None = ..., *, dry_run: Literal[True] = True, prune: bool = ...,
        timeout: float | None = ...,
    ) -> CleanupPlan: ...  # fmt: skip

    @overload
    def apply_retention_policy(
        self, dataset: str | None = ..., *, dry_run: Literal[False], prune: bool = ..., timeout: float | None = ...
    ) -> Mapping[str, Any]: ...

    def apply_retention_policy(
        self, dataset: str | None = None, *, dry_run: bool = True, prune: bool = False, timeout: float | None = None
    ) -> CleanupPlan | Mapping[str, Any]:
        """Forgets what the policies don't keep, of one dataset or of all.

        As a ``dry_run`` it returns the plan and changes nothing; ``plan.run()`` carries it out. ``prune`` also frees
        the bytes, which concerns whole repositories.
        """
        wish: dict[str, Any] = {"prune": prune} | ({} if dataset is None else {"dataset": dataset})
        data, tag = self._tagged("POST", "/cleanups/plans", wish)
        plan = CleanupPlan(self, data, tag)
        return plan if dry_run else plan.run().wait(timeout)

    def delete_snapshot(
        self, snapshot: str | Snapshot, *, confirm: bool = False, force: bool = False
    ) -> DeletionPlan | Mapping[str, Any]:
        """Deletes a snapshot; without ``confirm`` only the plan. ``force`` overrules holds."""
        data, tag = self._tagged("POST", _snapshot(snapshot) + "/deletion-plan", {"force": force})
        plan = DeletionPlan(self, data, tag)
        return plan.run() if confirm else plan

    # Marks

    def hold(self, snapshot: str | Snapshot, reason: str = "", *, kind: str = "permanent") -> Snapshot:
        """Holds a snapshot (``permanent`` or ``legal``): nothing forgets it until it is released."""
        return Snapshot._of(self._json("PUT", f"{_snapshot(snapshot)}/holds/{_quote(kind)}", {"reason": reason}))

    def release(self, snapshot: str | Snapshot, *, kind: str = "permanent") -> Snapshot:
        """Lifts a hold."""
        return Snapshot._of(self._json("DELETE", f"{_snapshot(snapshot)}/holds/{_quote(kind)}"))

    def tag(self, snapshot: str | Snapshot, tags: Mapping[str, str | None]) -> Snapshot:
        """Sets tags; None takes one away, others stay."""
        return self._change(snapshot, {"tags": dict(tags)})

    def known_good(self, snapshot: str | Snapshot, good: bool = True, note: str = "") -> Snapshot:
        """Marks a snapshot as known to be good, or takes the mark away."""
        return self._change(snapshot, {"knownGood": {"good": good, "note": note}})

    def describe(
        self, snapshot: str | Snapshot, *, description: str | None = None, name: str | None = None,
        milestone: str | None = None,
    ) -> Snapshot:  # fmt: skip
        """Changes the words of a snapshot; an empty name or milestone drops it."""
        change = {"description": description, "shortName": name, "milestone": milestone}
        return self._change(snapshot, {key: value for key, value in change.items() if value is not None})

    def _change(self, snapshot: str | Snapshot, change: Mapping[str, Any]) -> Snapshot:
        return Snapshot._of(self._json("PATCH", _snapshot(snapshot), change))

    # Reading

    def open(self, dataset: str, path: str, at: str | int = "latest", *, buffering: int = 1 << 18) -> io.BufferedReader:
        """A file as it is in a version: binary, seekable, read over the network as it is asked for.

        ``at`` is what stands behind the ``@`` of a reference: ``12``, ``"latest"``, ``"pre-mars"``. Text:
        ``io.TextIOWrapper(client.open(...))``.
        """
        version = self.snapshot(f"{dataset}@{str(at).removeprefix('@')}")
        place = f"{dataset}@{version.version}"
        listed = self._json("GET", _snapshot(place) + "/entries", query={"path": path, "limit": 1})["items"]
        if len(listed) != 1 or listed[0]["type"] != "file" or listed[0]["path"] != path.strip("/"):
            raise InvalidError(f"{path} of {place} is not a file", category="invalid")
        return io.BufferedReader(_RemoteFile(self, place, path, int(listed[0]["size"])), buffering)

    def entries(self, snapshot: str | Snapshot, path: str = "") -> Iterator[Mapping[str, Any]]:
        """What a directory of a snapshot has."""
        return self._pages(_snapshot(snapshot) + "/entries", {"path": path or None})

    def diff(
        self, left: str | Snapshot, right: str | Snapshot | None = None, *, paths: Iterable[str] = ()
    ) -> Mapping[str, Any]:
        """What is different from a snapshot to another one of the same dataset, or to the live data."""
        against = None
        if right is not None:
            other, against = _split(right)
            if other != _split(left)[0]:
                raise InvalidError("both snapshots must be of one dataset", category="invalid")
        return self._json("GET", _snapshot(left) + "/diff", query={"against": against, "path": list(paths)})

    def history(self, dataset: str, path: str, *, summaries: bool = False) -> list[Mapping[str, Any]]:
        """Every version of a file, newest first."""
        query = {"path": path, "summaries": "true" if summaries else None}
        return self._json("GET", _dataset(dataset) + "/history", query=query)

    def find(self, pattern: str, dataset: str | None = None, *, limit: int = 100) -> list[Mapping[str, Any]]:
        """Files by name, or by path when the pattern has a slash, over all versions."""
        query = {"pattern": pattern, "dataset": dataset, "limit": limit, "wait": "true"}
        found = self._json("GET", "/files", query=query)
        if found.get("behind"):
            names = ", ".join(lag["dataset"] for lag in found["behind"])
            raise UnavailableError(f"the names of {names} are still being indexed", category="unavailable",
                                   advice=["search again in a while"])  # fmt: skip
        return found["items"]

    def runs(self) -> list[Run]:
        """Long operations, newest first."""
        return [Run(self, data) for data in self._json("GET", "/runs")["items"]]

    def status(self) -> Mapping[str, Any]:
        """How each dataset stands, and whether somebody takes what is due."""
        return self._json("GET", "/status")

    def jobs(self, dataset: str | None = None, *, state: str | None = None) -> Iterator[Mapping[str, Any]]:
        """What was due by policy and what became of it, newest first; ``state`` as in ``failed`` or ``missed``."""
        return self._pages("/jobs", {"dataset": dataset, "state": state})

    def events(self, dataset: str | None = None, *, name: str | None = None) -> Iterator[Mapping[str, Any]]:
        """Events that came in, newest first, with what came of them."""
        return self._pages("/events", {"dataset": dataset, "name": name})

    def emit(
        self, event: str, dataset: str, *, phase: str = "", attributes: Mapping[str, str] | None = None,
        id: str | None = None,
    ) -> Run:  # fmt: skip
        """Tells of an event; the datasets whose policies listen get a snapshot. The same ``id`` is taken in once."""
        wish: dict[str, Any] = {"event": event, "dataset": dataset}
        wish |= {"phase": phase} if phase else {}
        wish |= {"attributes": dict(attributes)} if attributes else {}
        wish |= {} if id is None else {"id": id}
        return Run(self, self._json("POST", "/events", wish))

    def policies(self) -> Iterator[Mapping[str, Any]]:
        """Policies, by name."""
        return self._pages("/policies", {})

    def policy(self, dataset: str) -> Mapping[str, Any]:
        """What holds for a dataset, and which line of which policy says so."""
        return self._json("GET", _dataset(dataset) + "/policy")

    def lineage(
        self, snapshot: str | Snapshot, direction: str = "both", *, depth: int | None = None
    ) -> Mapping[str, Any]:
        """What a snapshot was made from (``up``) and what was made from it (``down``, or ``impact`` for each once)."""
        return self._json("GET", _snapshot(snapshot) + "/lineage", query={"direction": direction, "depth": depth})

    def publications(self, dataset: str | None = None) -> Iterator[Mapping[str, Any]]:
        """Publications, newest first, withdrawn ones too."""
        return self._pages("/publications", {"dataset": dataset})

    def plan_publication(self, snapshot: str | Snapshot, **wish: Any) -> PublicationPlan:
        """What would be published. A publication can be withdrawn, but its snapshot is held from then on."""
        data, tag = self._tagged("POST", _snapshot(snapshot) + "/publication-plan", wish)
        return PublicationPlan(self, _snapshot(snapshot), wish, data, tag)

    def cite(self, snapshot: str | Snapshot, form: str = "text") -> str:
        """The citation of a published snapshot: ``text``, ``bibtex``, ``datacite`` or ``ro-crate``."""
        connection, response = self._request(
            "GET", _snapshot(snapshot) + "/citation", query={"format": form}, headers={"Accept": "*/*"}
        )
        try:
            data = response.read()
        except _BROKEN as broken:
            connection.close()
            raise _unreachable(self, broken) from broken
        self._give_back(connection, response)
        return data.decode()

    def report(
        self, kind: str, dataset: str | None = None, *, since: dt.datetime | None = None,
        until: dt.datetime | None = None, days: int | None = None,
    ) -> Mapping[str, Any]:  # fmt: skip
        """A report: ``usage``, ``savings``, ``coverage``, ``activity``, ``forecast`` (over ``days``) or ``compliance``;
        sizes in bytes, ages in seconds."""
        query = {"dataset": dataset, "since": since and _utc(since), "until": until and _utc(until), "days": days}
        return self._json("GET", f"/reports/{_quote(kind)}", query=query)

    def guard(
        self, dataset: str, description: str, *, name: str | None = None, tags: Mapping[str, str] | None = None,
        git: str | os.PathLike[str] | None = ".",
    ) -> Guard:  # fmt: skip
        """A context whose entry takes a snapshot and whose end tags it with the outcome; see ``Guard``."""
        return Guard(self, dataset, description, name, dict(tags or {}), git)

    # The wire

    def _pages(self, path: str, query: Mapping[str, Any]) -> Iterator[Any]:
        cursor: str | None = None
        while True:
            page = self._json("GET", path, query={**query, "cursor": cursor})
            yield from page["items"]
            cursor = page["next"]
            if cursor is None:
                return

    def _json(self, method: str, path: str, body: Any = None, **rest: Any) -> Any:
        return self._tagged(method, path, body, **rest)[0]

    def _tagged(
        self, method: str, path: str, body: Any = None, *, query: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[Any, str]:  # fmt: skip
        connection, response = self._request(method, path, body, query=query, headers=headers)
        try:
            data = response.read()
        except _BROKEN as broken:
            connection.close()
            if method == "GET":
                connection, response = self._request(method, path, body, query=query, headers=headers)
                data = response.read()
            else:
                raise _unreachable(self, broken) from broken
        self._give_back(connection, response)
        return (json.loads(data) if data else None), response.headers.get("ETag", "")

    def _request(
        self, method: str, path: str, body: Any = None, *, query: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:  # fmt: skip
        """The answer, if it is a good one. What may be repeated is, when it wasn't answered."""
        sent = {"Accept": "application/json, application/problem+json", "User-Agent": f"hevelius-python/{__version__}"}
        sent |= headers or {}
        if self._token:
            sent["Authorization"] = f"Bearer {self._token}"
        if method == "POST":
            sent["Idempotency-Key"] = str(uuid.uuid4())
        content = None
        if body is not None:
            content = json.dumps(body).encode()
            sent["Content-Type"] = "application/json"
        pairs = [(key, value) for key, value in (query or {}).items() if value is not None]
        target = self._prefix + "/api/v1" + path + ("?" + urllib.parse.urlencode(pairs, doseq=True) if pairs else "")
        # A deletion or change whose answer is lost isn't sent again: nobody knows whether it was done.
        repeatable = method in ("GET", "POST", "PUT")
        for attempt in range(1, _ATTEMPTS + 1):
            connection = self._connection(fresh=not repeatable or attempt > 1)
            try:
                connection.request(method, target, content, sent)
                response = connection.getresponse()
                if response.status < 300:
                    return connection, response
                problem = self._problem(connection, response)
            except _BROKEN as broken:
                connection.close()
                if not repeatable or attempt == _ATTEMPTS or isinstance(broken, ssl.SSLCertVerificationError):
                    raise _unreachable(self, broken) from broken
            else:
                busy = problem.category in ("unavailable", "too_many")
                if not (busy and repeatable) or attempt == _ATTEMPTS:
                    raise problem
            time.sleep(_delay(attempt))
        raise AssertionError("an attempt returns or raises")

    def _problem(self, connection: http.client.HTTPConnection, response: http.client.HTTPResponse) -> HeveliusError:
        data = response.read(1 << 20)
        self._give_back(connection, response)
        try:
            problem = json.loads(data)
        except ValueError:
            problem = {}
        return _error(response.status, problem if isinstance(problem, dict) else {})

    def _connection(self, fresh: bool) -> http.client.HTTPConnection:
        with self._lock:
            if self._idle and not fresh:
                return self._idle.pop()
        assert self._host is not None
        if self._tls is not None:
            return http.client.HTTPSConnection(self._host, self._port, timeout=self._timeout, context=self._tls)
        return http.client.HTTPConnection(self._host, self._port, timeout=self._timeout)

    def _give_back(self, connection: http.client.HTTPConnection, response: http.client.HTTPResponse) -> None:
        with self._lock:
            if response.isclosed() and not response.will_close and len(self._idle) < 4:
                self._idle.append(connection)
                return
        connection.close()

    def _events(self, path: str, after: int, until: float | None) -> Iterator[Event]:
        headers = {"Accept": "text/event-stream", "Last-Event-ID": str(after)}
        connection, response = self._request("GET", path, headers=headers)
        try:
            fields: dict[str, str] = {}
            while line := self._line(connection, response, until):
                text = line.decode().rstrip("\r\n")
                if text:
                    key, _, value = text.partition(":")
                    fields[key] = value.removeprefix(" ")
                elif "data" in fields:
                    yield Event(int(fields["id"]), fields["event"], json.loads(fields["data"]))
                    fields = {}
        finally:
            connection.close()


    def _line(
        self, connection: http.client.HTTPConnection, response: http.client.HTTPResponse, until: float | None
    ) -> bytes:
        if until is not None:
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError("out of time")
            if connection.sock is not None:
                connection.sock.settimeout(min(left, self._timeout))
        return response.readline()


class Guard:
    """A snapshot before work whose outcome isn't known yet.

    ``with client.guard("cosmos7/raw", "Before calibration") as guard:`` takes ``guard.snapshot``. At the end it gets
    the tag ``outcome=ok``, or ``outcome=failed`` and ``outcome.exception`` with the exception's type, which goes on as
    it came. When the service knows no Git commit, that of the directory ``git`` is kept as tags.
    """

    def __init__(
        self, client: Client, dataset: str, description: str, name: str | None, tags: dict[str, str],
        git: str | os.PathLike[str] | None,
    ) -> None:  # fmt: skip
        self._client = client
        self._wish = (dataset, description, name, tags)
        self._git = git
        self._snapshot: Snapshot | None = None

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot from before."""
        if self._snapshot is None:
            raise InvalidError("the snapshot is taken when the block is entered", category="invalid")
        return self._snapshot

    def __enter__(self) -> Guard:
        dataset, description, name, tags = self._wish
        self._snapshot = self._client.create_snapshot(dataset, description, name=name, tags=tags)
        if self._snapshot.git is None and self._git is not None and (noted := _git(self._git)):
            self._snapshot = self._client.tag(self._snapshot, noted)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        tags: dict[str, str | None] = {"outcome": "ok", "outcome.exception": None}
        if kind is not None:
            tags = {"outcome": "failed", "outcome.exception": kind.__name__[:200]}
        try:
            self._snapshot = self._client.tag(self.snapshot, tags)
        except HeveliusError as failure:
            if kind is None:
                raise
            # What failed in the block is told; that it couldn't be noted must not hide it.
            warnings.warn(f"{self.snapshot} was not tagged outcome=failed: {failure.message}", stacklevel=2)

    def plan_restore(self, paths: Iterable[str] = ()) -> RestorePlan:
        """Plans to go back to the state before, in place; changes nothing."""
        return self._client.plan_restore(self.snapshot, paths=paths, in_place=True)


class _RemoteFile(io.RawIOBase):
    """Reads ranges; asks for more at once the longer it is read from front to back."""

    _LEAST = 1 << 20

    def __init__(self, client: Client, reference: str, path: str, size: int) -> None:
        self._client, self._reference, self.name, self._size = client, reference, path, size
        self._position = 0
        self._stream: tuple[http.client.HTTPConnection, http.client.HTTPResponse] | None = None
        self._stream_position = self._stream_end = 0
        self._window = self._LEAST
        self._tag = ""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise ValueError("a position before the beginning")
        self._position = base + offset
        return self._position

    def readinto(self, buffer: Any) -> int:
        if self.closed:
            raise ValueError("the file is closed")
        view = memoryview(buffer).cast("B")
        view = view[: max(0, min(len(view), self._size - self._position))]
        failures = 0
        while len(view) > 0:
            try:
                count = self._next(view)
                self._position += count
                return count
            except _BROKEN as broken:
                self._drop()
                failures += 1
                if failures == _ATTEMPTS:
                    raise _unreachable(self._client, broken) from broken
                time.sleep(_delay(failures))
        return 0

    def _next(self, view: memoryview) -> int:
        if self._stream is None or self._stream_position != self._position or self._position == self._stream_end:
            self._start()
        assert self._stream is not None
        count = self._stream[1].readinto(view)
        if count == 0:
            raise http.client.IncompleteRead(b"")
        self._stream_position += count
        return count

    def _start(self) -> None:
        onward = self._stream_end == self._position and self._position > 0
        self._drop()
        self._window = self._window * 4 if onward else self._LEAST
        end = min(self._size, self._position + self._window)
        self._stream = self._client._request(
            "GET",
            _snapshot(self._reference) + "/content",
            query={"path": self.name},
            headers={"Range": f"bytes={self._position}-{end - 1}", "Accept": "application/octet-stream, */*"},
        )
        response = self._stream[1]
        tag = response.headers.get("ETag", "")
        if response.status != 206 or (self._tag and tag != self._tag):
            self._drop()
            raise ChangedError(
                f"{self.name} of {self._reference} isn't what it was when it was opened", category="precondition_failed"
            )
        self._tag = tag
        self._stream_position, self._stream_end = self._position, end

    def _drop(self) -> None:
        if self._stream is not None:
            connection, response = self._stream
            self._stream = None
            if response.isclosed():
                self._client._give_back(connection, response)
            else:
                connection.close()

    def close(self) -> None:
        if not self.closed:
            self._drop()
        super().close()


# --- small things ---------------------------------------------------------------------------------------------------


def _quote(text: str) -> str:
    return urllib.parse.quote(text, safe="~")


def _dataset(name: str) -> str:
    return "/datasets/" + _quote(name.replace("/", "~"))


def _split(reference: str | Snapshot) -> tuple[str, str]:
    dataset, at, part = str(reference).partition("@")
    if not dataset or not at or not part:
        raise InvalidError(
            f'"{reference}" is no reference of a snapshot', category="invalid", advice=["write it cosmos7/raw@12"]
        )
    return dataset, part


def _snapshot(reference: str | Snapshot) -> str:
    dataset, part = _split(reference)
    return f"{_dataset(dataset)}/snapshots/{_quote(part)}"


def _delay(failures: int) -> float:
    return min(5.0, 0.2 * 2**failures) * random.uniform(0.5, 1.0)


def _unreachable(client: Client, cause: BaseException) -> UnavailableError:
    return UnavailableError(
        f"no answer from {client.url}: {cause or type(cause).__name__}",
        category="unavailable",
        advice=["what was begun there goes on there; look at list_snapshots() and runs() before you repeat it"],
    )


def _configured() -> dict[str, str]:
    base = os.environ.get("XDG_CONFIG_HOME") or os.path.join(os.path.expanduser("~"), ".config")
    path = Path(base, "hevelius", "client.ini")
    if not path.is_file():
        return {}
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read(path, encoding="utf-8")
    except (configparser.Error, UnicodeError):
        # Not the parser's words: they quote lines, and one of them may be the token.
        raise InvalidError(f"{path} can't be understood", category="invalid") from None
    values = dict(parser["server"]) if parser.has_section("server") else {}
    if unknown := sorted(values.keys() - {"url", "token", "token-file", "ca-file"}):
        raise InvalidError(f"{path} has what isn't known: {', '.join(unknown)}", category="invalid")
    if "token" in values:
        _private(path)
    elif "token-file" in values:
        values["token"] = _token(path.parent / os.path.expanduser(values["token-file"]))
    return values


def _token(path: Path) -> str:
    try:
        _private(path)
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeError):
        raise NotFoundError(f"the file with the token, {path}, can't be read", category="not_found") from None


def _private(path: Path) -> None:
    if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise RefusedError(
            f"others can read the token in {path}", category="refused", advice=[f"nothing was sent; chmod 600 {path}"]
        )


def _git(directory: str | os.PathLike[str]) -> dict[str, str]:
    """Commit and state of a working directory as tags; none outside of Git."""

    def ask(*arguments: str) -> str:
        return subprocess.run(
            ["git", "-C", os.fspath(directory), *arguments],
            capture_output=True, text=True, timeout=30, check=True, stdin=subprocess.DEVNULL,
        ).stdout.strip()  # fmt: skip

    try:
        commit = ask("rev-parse", "--verify", "HEAD")
        return {"git.commit": commit, "git.dirty": "true" if ask("status", "--porcelain") else "false"}
    except (OSError, subprocess.SubprocessError):
        return {}
