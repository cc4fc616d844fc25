"""Faults in writing and reading documents."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from typing import Any

from orderkit.adapters.memory import MemoryRepository
from orderkit.ports import (
    ChangeSet,
    Committed,
    DocumentPut,
    Loaded,
    Outcome,
    Stored,
    Wanted,
    body_hash,
)
from tests.conformance.faulty import Faulty, caught_by


@caught_by("documents/stale_refused", "documents/future_refused")
class NoVersionCheck(Faulty):
    def altered_put(self, tenant: str, put: DocumentPut) -> DocumentPut:
        return put._replace(expect=self.found(tenant, put))


@caught_by("documents/create_existing_refused")
class CreateOverwrites(Faulty):
    def altered_put(self, tenant: str, put: DocumentPut) -> DocumentPut:
        return put if put.expect else put._replace(expect=self.found(tenant, put))


@caught_by("documents/update_missing_refused")
class UpdateCreates(Faulty):
    def altered_put(self, tenant: str, put: DocumentPut) -> DocumentPut:
        return put if self.found(tenant, put) else put._replace(expect=0)


@caught_by("documents/future_refused")
class VersionAtLeast(Faulty):
    def altered_put(self, tenant: str, put: DocumentPut) -> DocumentPut:
        found = self.found(tenant, put)
        return put._replace(expect=found) if found and put.expect >= found else put


class _Loading(Faulty):
    def stored(self, stored: Stored) -> Any:
        return stored

    def load(self, tenant: str, wanted: Wanted, /) -> Loaded:
        loaded = super().load(tenant, wanted)
        return loaded._replace(
            documents=tuple(one and self.stored(one) for one in loaded.documents)
        )


@caught_by("documents/version_plus_one")
class VersionNotRaised(_Loading):
    def stored(self, stored: Stored) -> Any:
        return stored._replace(version=1)


@caught_by("documents/create_then_get")
class KeyIdLost(_Loading):
    def stored(self, stored: Stored) -> Any:
        return stored._replace(key_id="")


@caught_by("documents/body_bytes_identical")
class HeadThroughText(_Loading):
    def stored(self, stored: Stored) -> Any:
        return stored._replace(head=stored.head.decode(errors="replace").encode())


@caught_by("documents/no_aliasing")
class HandsOutItsBuffer(_Loading):
    def stored(self, stored: Stored) -> Any:
        buffer: Any = bytearray(stored.body)
        return stored._replace(body=buffer)


@caught_by("documents/no_aliasing")
class HandsOutItsList(Faulty):
    def load(self, tenant: str, wanted: Wanted, /) -> Loaded:
        documents: Any = list(super().load(tenant, wanted).documents)
        return super().load(tenant, wanted)._replace(documents=documents)


@caught_by("documents/no_aliasing")
class RemembersTheCallersList(Faulty):
    """Answers a replay out of the list of outcomes that it once returned."""

    def commit(self, sets: Sequence[ChangeSet], /) -> list[Outcome]:
        outcomes = super().commit(sets)
        if all(isinstance(one, Committed) and one.replayed for one in outcomes):
            return list(self.notes["outcomes"])
        self.notes["outcomes"] = outcomes
        return outcomes


@caught_by("documents/check_enforced")
class ChecksIgnored(Faulty):
    def altered(self, change: ChangeSet) -> ChangeSet:
        return change._replace(checks=())


@caught_by("documents/check_enforced")
class ChecksHoldAbsence(Faulty):
    def altered(self, change: ChangeSet) -> ChangeSet:
        return change._replace(checks=tuple(one for one in change.checks if one.version))


@caught_by("documents/check_does_not_write")
class ChecksWrite(Faulty):
    """Locks what is checked by writing it again."""

    def altered(self, change: ChangeSet) -> ChangeSet:
        keys = tuple((one.kind, one.id) for one in change.checks)
        found = self.right_load(change.tenant, Wanted(keys)).documents
        again = tuple(
            DocumentPut(*key, *one[:2], body_hash(one.body), *one[2:], (), "", b"{}")
            for key, one in zip(keys, found, strict=True)
            if one is not None
        )
        return change._replace(puts=change.puts + again)


@caught_by("documents/multi_put_all_or_none")
class DocumentsOneByOne(Faulty):
    def one(self, change: ChangeSet) -> Outcome:
        for put in change.puts[:-1]:
            self.right(ChangeSet(change.tenant, change.at, puts=(put,)))
        return self.right(change._replace(puts=change.puts[-1:]))


@caught_by("documents/versions_never_restart")
class DeletesTheEmpty(Faulty):
    def altered_put(self, tenant: str, put: DocumentPut) -> DocumentPut:
        (stored,) = self.right_load(tenant, Wanted(((put.kind, put.id),))).documents
        deleted = stored is not None and not stored.body
        return put._replace(expect=self.found(tenant, put)) if deleted else put


@caught_by("documents/positions")
class AbsentLeftOut(Faulty):
    def load(self, tenant: str, wanted: Wanted, /) -> Loaded:
        found = super().load(tenant, wanted)
        return found._replace(documents=tuple(one for one in found.documents if one))


@caught_by("documents/positions")
class AnswersSorted(Faulty):
    def load(self, tenant: str, wanted: Wanted, /) -> Loaded:
        return super().load(tenant, wanted._replace(documents=tuple(sorted(wanted.documents))))


@caught_by("documents/positions")
class AskedTwiceToldOnce(Faulty):
    def balances(self, tenant: str, accounts: Sequence[str], /) -> tuple[int, ...]:
        return super().balances(tenant, list(dict.fromkeys(accounts)))

    def load(self, tenant: str, wanted: Wanted, /) -> Loaded:
        return super().load(tenant, wanted._replace(accounts=tuple(dict.fromkeys(wanted.accounts))))


class _Storing(Faulty):
    """Puts through some change of the body."""

    def body(self, body: bytes) -> bytes:
        return body

    def altered_put(self, tenant: str, put: DocumentPut) -> DocumentPut:
        return put._replace(body=self.body(put.body))


@caught_by("documents/body_bytes_identical")
class TextCutAt255(_Storing):
    def body(self, body: bytes) -> bytes:
        return body[:255]


@caught_by("documents/body_bytes_identical")
class TextCutAt64K(_Storing):
    def body(self, body: bytes) -> bytes:
        return body[:65_535]


@caught_by("documents/body_bytes_identical")
class TextTrimmed(_Storing):
    def body(self, body: bytes) -> bytes:
        return body.rstrip()


@caught_by("documents/body_bytes_identical")
class TextNormalised(_Storing):
    def body(self, body: bytes) -> bytes:
        return unicodedata.normalize("NFC", body.decode()).encode()


@caught_by("documents/body_bytes_identical")
class TextEndsAtNul(_Storing):
    def body(self, body: bytes) -> bytes:
        return body.partition(b"\0")[0]


@caught_by("documents/body_bytes_identical")
class JsonColumn(_Storing):
    """Numbers go through a float, keys and blanks as the database likes."""

    def body(self, body: bytes) -> bytes:
        try:
            return json.dumps(json.loads(body)).encode()
        except ValueError:
            return body


class _Renaming(Faulty):
    """Ids through some change."""

    def name(self, name: str) -> str:
        return name

    def load(self, tenant: str, wanted: Wanted, /) -> Loaded:
        keys = tuple((kind, self.name(one)) for kind, one in wanted.documents)
        return super().load(tenant, wanted._replace(documents=keys))

    def altered_put(self, tenant: str, put: DocumentPut) -> DocumentPut:
        return put._replace(id=self.name(put.id))


@caught_by("documents/ids_exact")
class IdsCaseFolded(_Renaming):
    def name(self, name: str) -> str:
        return name.lower()


@caught_by("documents/ids_exact")
class TrailingDotsTrimmed(_Renaming):
    def name(self, name: str) -> str:
        return name.rstrip(".") if name.startswith("a") else name


@caught_by("documents/ids_exact")
class IdsAsNumbers(_Renaming):
    def name(self, name: str) -> str:
        return str(int(name)) if name.isdigit() else name


@caught_by("documents/ids_exact")
class IdsCutAt32(_Renaming):
    def name(self, name: str) -> str:
        return name[:32]


@caught_by("documents/second_handle_sees")
class ReadCacheOfTheHandle(Faulty):
    """Forgets what it read when it writes itself, not when another does."""

    def load(self, tenant: str, wanted: Wanted, /) -> Loaded:
        cache = self.__dict__.setdefault("cache", {})
        if (tenant, wanted) not in cache:
            cache[tenant, wanted] = super().load(tenant, wanted)
        found: Loaded = cache[tenant, wanted]
        return found

    def commit(self, sets: Sequence[ChangeSet], /) -> list[Outcome]:
        self.__dict__["cache"] = {}
        return super().commit(sets)

    def right_load(self, tenant: str, wanted: Wanted) -> Loaded:
        return MemoryRepository.load(self, tenant, wanted)
