"""Faults in finding documents, and in keeping tenants apart."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

from orderkit.flow import IndexKey
from orderkit.ports import (
    AccessRow,
    Claim,
    DocumentKey,
    DocumentPut,
    EntryRow,
    Found,
    Loaded,
    Settlement,
    VersionRow,
    Wanted,
)
from tests.conformance.faulty import Faulty, caught_by

Fields = tuple[str, ...]


class _Finding(Faulty):
    """Every part of a search by its name; ``right_find`` is as the memory adapter's."""

    def right_find(self, search: dict[str, Any], after: str | None, limit: int) -> Found:
        return super().find(
            search["tenant"],
            search["kind"],
            search["index"],
            search["equals"],
            search["owner"],
            after,
            limit,
        )

    def everything(self, search: dict[str, Any]) -> list[str]:
        return list(self.right_find(search, None, 1_000).ids)

    def searched(self, search: dict[str, Any], after: str | None, limit: int) -> Found:
        return self.right_find(search, after, limit)

    def find(
        self,
        tenant: str,
        kind: str,
        index: str,
        equals: Fields,
        owner: str,
        after: str | None,
        limit: int,
        /,
    ) -> Found:
        search = {
            "tenant": tenant,
            "kind": kind,
            "index": index,
            "equals": equals,
            "owner": owner,
        }
        return self.searched(search, after, limit)


@caught_by("find/complete")
class LastRowDropped(_Finding):
    """Asks for one row more than wanted, and gives one less."""

    def searched(self, search: dict[str, Any], after: str | None, limit: int) -> Found:
        found = self.right_find(search, after, limit)
        return found if found.next is None else Found(found.ids[:-1] or found.ids, found.next)


@caught_by("find/complete")
class NoNextWhereFull(_Finding):
    """Ends after the first page."""

    def searched(self, search: dict[str, Any], after: str | None, limit: int) -> Found:
        found = self.right_find(search, after, limit)
        return found if limit < 22 else found._replace(next=None)


@caught_by("find/complete")
class PageTooLong(_Finding):
    def searched(self, search: dict[str, Any], after: str | None, limit: int) -> Found:
        return self.right_find(search, after, min(limit + 1, 1_000) if limit > 0 else limit)


@caught_by("find/complete")
class AlwaysAnotherPage(_Finding):
    """The last page has a cursor, too: to itself."""

    def searched(self, search: dict[str, Any], after: str | None, limit: int) -> Found:
        found = self.right_find(search, after, limit)
        return found if found.next or not after else found._replace(next=after)


@caught_by("find/stable_under_delete", "find/stable_under_insert")
class PagesByOffset(_Finding):
    def searched(self, search: dict[str, Any], after: str | None, limit: int) -> Found:
        ids = self.everything(search)
        start = int(after or 0)
        more = str(start + limit) if start + limit < len(ids) else None
        return Found(tuple(ids[start : start + limit]), more)


@caught_by("find/stable_under_delete")
class CursorMustExist(_Finding):
    """Goes on behind the document the cursor stands on, from the start if it is gone."""

    def searched(self, search: dict[str, Any], after: str | None, limit: int) -> Found:
        ids = self.everything(search)
        start = ids.index(after) + 1 if after in ids else 0
        page = ids[start : start + limit]
        return Found(tuple(page), page[-1] if start + limit < len(ids) else None)


@caught_by("find/stable_under_insert")
class PagesOfThePast(_Finding):
    """Holds the result of the first page for those that follow."""

    def searched(self, search: dict[str, Any], after: str | None, limit: int) -> Found:
        if after is None:
            self.notes["held"] = self.everything(search)
        ids, start = self.notes["held"], int(after or 0)
        more = str(start + limit) if start + limit < len(ids) else None
        return Found(tuple(ids[start : start + limit]), more)


class _Indexing(Faulty):
    def sort(self, key: IndexKey) -> str:
        return key.sort

    def equals(self, equals: Fields) -> Fields:
        return equals

    def altered_put(self, tenant: str, put: DocumentPut) -> DocumentPut:
        rows = [
            IndexKey(one.name, self.equals(one.equals), self.sort(one)) for one in put.index_rows
        ]
        return put._replace(index_rows=tuple(dict.fromkeys(rows)))

    def find(
        self,
        tenant: str,
        kind: str,
        index: str,
        equals: Fields,
        owner: str,
        after: str | None,
        limit: int,
        /,
    ) -> Found:
        return super().find(tenant, kind, index, self.equals(equals), owner, after, limit)


@caught_by("find/bytewise_order")
class SortFoldsCase(_Indexing):
    def sort(self, key: IndexKey) -> str:
        return key.sort.casefold()


@caught_by("find/bytewise_order")
class SortsByUtf16(_Indexing):
    def sort(self, key: IndexKey) -> str:
        return key.sort.encode("utf-16-be").hex()


@caught_by("find/bytewise_order")
class SortsNumbersAsNumbers(_Indexing):
    def sort(self, key: IndexKey) -> str:
        return f"{int(key.sort):09}" if key.sort.isdecimal() else key.sort


@caught_by("find/bytewise_order")
class SortsDecomposed(_Indexing):
    def sort(self, key: IndexKey) -> str:
        return unicodedata.normalize("NFD", key.sort)


@caught_by("find/injection_strings")
class FieldsJoined(_Indexing):
    def equals(self, equals: Fields) -> Fields:
        return (",".join(equals),)


@caught_by("find/injection_strings")
class FieldsFoldCase(_Indexing):
    def equals(self, equals: Fields) -> Fields:
        return tuple(one.casefold() for one in equals)


@caught_by("find/injection_strings")
class FieldsCutAt255(_Indexing):
    def equals(self, equals: Fields) -> Fields:
        return tuple(one[:255] for one in equals)


@caught_by("find/injection_strings")
class FieldsNormalised(_Indexing):
    def equals(self, equals: Fields) -> Fields:
        return tuple(unicodedata.normalize("NFKC", one) for one in equals)


@caught_by("find/injection_strings")
class FieldsTrimmed(_Indexing):
    def equals(self, equals: Fields) -> Fields:
        return tuple(one.rstrip() for one in equals)


@caught_by("find/injection_strings")
class PercentIsWild(_Finding):
    """Compares with LIKE."""

    def searched(self, search: dict[str, Any], after: str | None, limit: int) -> Found:
        found = self.right_find(search, after, limit)
        return Found((*found.ids, "o-0"), None) if search["equals"] == ("%",) else found


@caught_by("find/silly_limits")
class LimitClamped(_Finding):
    def searched(self, search: dict[str, Any], after: str | None, limit: int) -> Found:
        return self.right_find(search, after, min(max(limit, 1), 1_000))


@caught_by("find/foreign_cursor_refused")
class CursorIsAnyId(_Finding):
    """The cursor is the last id; nobody asks where it comes from."""

    def searched(self, search: dict[str, Any], after: str | None, limit: int) -> Found:
        ids = [one for one in self.everything(search) if after is None or one > after]
        return Found(tuple(ids[:limit]), ids[limit - 1] if len(ids) > limit else None)


@caught_by("find/owner_confines")
class OwnerIgnored(_Finding):
    def searched(self, search: dict[str, Any], after: str | None, limit: int) -> Found:
        return self.right_find(search | {"owner": ""}, after, limit)


@caught_by("find/owner_confines")
class OwnerNeverChanges(Faulty):
    def altered_put(self, tenant: str, put: DocumentPut) -> DocumentPut:
        owners = self.notes.setdefault(tenant, {})
        return put._replace(owner=owners.setdefault((put.kind, put.id), put.owner))


@caught_by("find/all_of_a_kind")
class UnindexedUnlisted(_Finding):
    def searched(self, search: dict[str, Any], after: str | None, limit: int) -> Found:
        found = self.right_find(search, after, limit)
        hidden = self.notes.get((search["tenant"], search["kind"]), set())
        if search["index"]:
            return found
        return Found(tuple(one for one in found.ids if one not in hidden), found.next)

    def altered_put(self, tenant: str, put: DocumentPut) -> DocumentPut:
        hidden = self.notes.setdefault((tenant, put.kind), set())
        (hidden.discard if put.index_rows else hidden.add)(put.id)
        return put


@caught_by("find/rows_replaced")
class OldRowsStay(Faulty):
    def altered_put(self, tenant: str, put: DocumentPut) -> DocumentPut:
        rows = self.notes.setdefault((tenant, put.kind, put.id), {})
        rows.update(dict.fromkeys(put.index_rows))
        return put._replace(index_rows=tuple(rows))


@caught_by("tenancy/get")
class DocumentsOfAllTenants(Faulty):
    def load(self, tenant: str, wanted: Wanted, /) -> Loaded:
        loaded = super().load(tenant, wanted)
        others = super().load("t-1", wanted).documents
        both = zip(loaded.documents, others, strict=True)
        return loaded._replace(documents=tuple(one or other for one, other in both))

    def found(self, tenant: str, put: DocumentPut) -> int:
        return 0


@caught_by("tenancy/get")
class HistoryOfAllTenants(Faulty):
    def history(
        self, tenant: str, document: DocumentKey, before: int | None, limit: int, /
    ) -> tuple[VersionRow, ...]:
        return super().history("t-1", document, before, limit)


@caught_by("tenancy/get", "tenancy/find", "tenancy/balance", "tenancy/keys")
class TenantsFoldCase(_Finding):
    def load(self, tenant: str, wanted: Wanted, /) -> Loaded:
        return super().load(tenant.lower(), wanted)

    def searched(self, search: dict[str, Any], after: str | None, limit: int) -> Found:
        return self.right_find(search | {"tenant": search["tenant"].lower()}, after, limit)


@caught_by("tenancy/find")
class FindsInAllTenants(_Finding):
    def searched(self, search: dict[str, Any], after: str | None, limit: int) -> Found:
        mine = self.right_find(search, after, limit)
        theirs = self.everything(search | {"tenant": "t-1"})
        return mine if mine.ids or after else Found(tuple(theirs[:limit]), None)


@caught_by("tenancy/balance")
class EntriesOfAllTenants(Faulty):
    def entries(
        self, tenant: str, account: str, before: str | None, limit: int, /
    ) -> tuple[tuple[EntryRow, ...], str | None]:
        return super().entries("t-1", account, before, limit)


@caught_by("tenancy/balance")
class AccountsOfAllTenants(Faulty):
    def accounts(self, tenant: str, after: str, limit: int, /) -> tuple[tuple[str, int, int], ...]:
        return super().accounts("t-1", after, limit)


@caught_by("tenancy/effects_and_tokens")
class ClaimsOfAllTenants(Faulty):
    def claim(
        self, now: int, lease_until: int, limit: int, worker: str, tenant: str | None = None, /
    ) -> tuple[Claim, ...]:
        return super().claim(now, lease_until, limit, worker, None)


@caught_by("tenancy/effects_and_tokens")
class TokenOpensAllTenants(Faulty):
    def settle(self, claims: Sequence[tuple[Claim, Settlement]], /) -> tuple[bool, ...]:
        return super().settle([(claim._replace(tenant="t-1"), how) for claim, how in claims])


@caught_by("tenancy/effects_and_tokens")
class AccessOfAllTenants(Faulty):
    def accesses(self, tenant: str, limit: int, /) -> tuple[AccessRow, ...]:
        return super().accesses("t-1", limit)
