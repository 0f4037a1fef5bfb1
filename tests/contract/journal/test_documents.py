"""Our documents keep TinyDB's public behaviour: the same cases over stock TinyDB and over ours."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from tinydb import Query, TinyDB, where
from tinydb.operations import add, delete, increment
from tinydb.operations import set as set_field
from tinydb.storages import MemoryStorage
from tinydb.table import Document, Table

from kiosk.journal.local.documents import Documents, RowStorage
from kiosk.journal.local.rows import RowStore
from kiosk.journal.local.shapes import Column, Kind, Shape

SHAPES = {
    "named": Shape(
        columns=(
            Column("name", Kind.TEXT),
            Column("n", Kind.INTEGER),
            Column("raw", Kind.BLOB, optional=True),
        ),
        unique=(("name",),),
        indexed=(("n", "name"),),
    )
}


def ours(directory: Path) -> Documents:
    return Documents(RowStore(directory / "documents.db", SHAPES))


@pytest.fixture(params=["stock", "ours"])
def db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TinyDB]:
    database = TinyDB(storage=MemoryStorage) if request.param == "stock" else ours(tmp_path)
    yield database
    database.close()


def three(db: TinyDB) -> None:
    db.insert_multiple({"int": 1, "char": char} for char in "abc")


def docs(table: Any) -> list[tuple[int, dict[str, Any]]]:
    return sorted((document.doc_id, dict(document)) for document in table)


def test_insert_gives_numbers_from_one(db: TinyDB) -> None:
    assert [db.insert({"int": 1}), db.insert({"int": 2})] == [1, 2]
    assert docs(db) == [(1, {"int": 1}), (2, {"int": 2})]


def test_insert_multiple_gives_their_numbers(db: TinyDB) -> None:
    assert db.insert_multiple([{"int": 1}, {"int": 1, "value": 1.5}, {}]) == [1, 2, 3]
    assert len(db) == 3
    assert db.insert_multiple([]) == []


def test_documents_of_any_shape_come_back_as_they_were(db: TinyDB) -> None:
    document = {
        "文": ["值", None, True, 1.5, {"deep": [1, [2]]}],
        "": "",
        "big": 2**40,
        "raw": b"\0",
    }
    db.insert(document)
    assert db.all() == [document]


def test_a_document_with_a_number_keeps_it_and_numbers_go_on_from_there(db: TinyDB) -> None:
    assert db.insert(Document({"a": 1}, doc_id=7)) == 7
    assert db.insert({"a": 2}) == 8
    assert db.insert_multiple([Document({}, doc_id=20), Document({}, doc_id=21)]) == [20, 21]
    assert db.get(doc_id=7) == {"a": 1}


@pytest.mark.parametrize("doc_id", [0, -3, 2**40])
def test_any_number_will_do(db: TinyDB, doc_id: int) -> None:
    db.insert(Document({"a": 1}, doc_id=doc_id))
    assert docs(db) == [(doc_id, {"a": 1})]
    assert db.contains(doc_id=doc_id)


def test_a_number_twice_is_refused_and_changes_nothing(db: TinyDB) -> None:
    db.insert(Document({"a": 1}, doc_id=1))
    with pytest.raises(ValueError, match="already exists"):
        db.insert(Document({"a": 2}, doc_id=1))
    with pytest.raises(ValueError, match="already exists"):
        db.insert_multiple([Document({"a": 3}, doc_id=9), Document({"a": 2}, doc_id=1)])
    assert docs(db) == [(1, {"a": 1})]


def test_only_mappings_are_documents(db: TinyDB) -> None:
    for wrong in ([1], "text", {"a", "set"}, None):
        with pytest.raises(ValueError, match="Mapping"):
            db.insert(wrong)
    with pytest.raises(ValueError, match="Mapping"):
        db.insert_multiple([{"a": 1}, [2]])
    assert len(db) == 0


@pytest.mark.parametrize(
    "query",
    [
        where("char") == "b",
        where("char") != "b",
        (where("int") == 1) & (where("char") > "a"),
        (where("char") == "a") | ~(where("char") < "c"),
        Query().char.one_of(["a", "c"]),
        Query().char.matches("[ab]"),
        Query().char.test(lambda value: value == "c"),
        Query().nothing.exists(),
        Query().fragment({"int": 1, "char": "c"}),
        Query().noop(),
    ],
)
def test_queries_find_the_same(db: TinyDB, query: Any) -> None:
    three(db)
    stock = TinyDB(storage=MemoryStorage)
    three(stock)
    assert docs(db.search(query)) == docs(stock.search(query))
    assert db.count(query) == stock.count(query)
    assert db.contains(query) == stock.contains(query)
    assert db.get(query) == stock.get(query)
    assert db.remove(query) == stock.remove(query)
    assert docs(db) == docs(stock)


def test_get_by_number_numbers_or_not_at_all(db: TinyDB) -> None:
    three(db)
    assert db.get(doc_id=2) == {"int": 1, "char": "b"}
    assert db.get(doc_id=9) is None
    assert [found.doc_id for found in db.get(doc_ids=[3, 1, 9])] == [1, 3]
    assert not db.contains(doc_id=9)
    for question in (db.get, db.contains):
        with pytest.raises(RuntimeError):
            question()


@pytest.mark.parametrize(
    "fields",
    [{"int": 2}, {"new": [1]}, delete("int"), add("int", 5), increment("int"), set_field("x", 1)],
)
def test_update_changes_what_is_found_and_nothing_else(db: TinyDB, fields: Any) -> None:
    stock = TinyDB(storage=MemoryStorage)
    for database in (db, stock):
        three(database)
        assert database.update(fields, where("char") == "a") == [1]
        assert database.update(fields, doc_ids=[3, 9]) == [3]
    assert docs(db) == docs(stock)
    assert db.update({"all": True}) == [1, 2, 3]
    assert db.count(where("all") == True) == 3  # noqa: E712  a query, not a comparison


def test_update_multiple_applies_each_to_what_it_finds(db: TinyDB) -> None:
    three(db)
    changes: Any = [({"int": 2}, where("char") == "a"), (delete("int"), where("char") == "b")]
    assert db.update_multiple(changes) == [1, 2]
    assert docs(db)[:2] == [(1, {"int": 2, "char": "a"}), (2, {"char": "b"})]


def test_upsert_updates_or_inserts(db: TinyDB) -> None:
    three(db)
    assert db.upsert({"int": 5, "char": "a"}, where("char") == "a") == [1]
    assert db.upsert({"int": 9, "char": "x"}, where("char") == "x") == [4]
    assert db.upsert(Document({"int": 7}, doc_id=9)) == [9]
    assert db.upsert(Document({"int": 8}, doc_id=9)) == [9]
    assert db.get(doc_id=9) == {"int": 8}
    with pytest.raises(ValueError, match="doc_id"):
        db.upsert({"int": 1})


def test_remove_by_numbers_and_truncate(db: TinyDB) -> None:
    three(db)
    assert db.remove(doc_ids=[1, 9]) == [1]
    assert len(db) == 2
    with pytest.raises(RuntimeError):
        db.remove()
    db.truncate()
    assert (len(db), db.all()) == (0, [])
    assert db.insert({"again": 1}) == 1


def test_what_is_found_is_a_copy(db: TinyDB) -> None:
    db.insert({"a": 1})
    for found in (db.all()[0], db.get(doc_id=1), db.get(where("a") == 1)):
        assert isinstance(found, Document)
        found["a"] = 2
    assert db.all() == [{"a": 1}]


def test_a_query_made_twice_sees_what_changed_in_between(db: TinyDB) -> None:
    three(db)
    query = where("int") == 1
    assert db.count(query) == 3
    db.remove(doc_ids=[1])
    db.insert({"int": 1})
    assert db.count(query) == 3
    db.update({"int": 2}, doc_ids=[2])
    assert db.count(query) == 2


def test_tables_are_apart(db: TinyDB) -> None:
    one, two = db.table("one"), db.table("t\"w o'二")
    one.insert({"a": 1})
    assert two.insert({"a": 2}) == 1
    assert db.tables() == {"one", "t\"w o'二"}
    assert db.table("one") is one
    assert [len(db), len(one), len(two)] == [0, 1, 1]
    db.drop_table("one")
    db.drop_table("never")
    assert db.tables() == {"t\"w o'二"}
    assert db.table("one").all() == []
    db.drop_tables()
    assert db.tables() == set()
    assert db.table("one").insert({"a": 3}) == 1


def test_an_empty_table_is_kept_if_wished(db: TinyDB) -> None:
    db.table("empty", persist_empty=True)
    assert db.tables() == {"empty"}


def test_an_update_that_raises_leaves_its_document_alone(tmp_path: Path) -> None:
    def fails(document: Any) -> None:
        document["int"] = 99
        if document["char"] == "b":
            raise LookupError

    db = ours(tmp_path)
    three(db)
    with pytest.raises(LookupError):
        db.update(fails)
    assert [document["int"] for document in db] == [1, 1, 1]
    db.close()


# -- what only ours can do ------------------------------------------------------------------------


def test_documents_are_there_after_a_restart(tmp_path: Path) -> None:
    db = ours(tmp_path)
    three(db)
    db.table("named").insert({"name": "one", "n": 1, "raw": None})
    db.close()
    db = ours(tmp_path)
    assert [document["char"] for document in db] == ["a", "b", "c"]
    assert db.table("named").all() == [{"name": "one", "n": 1, "raw": None}]
    assert db.insert({"next": 1}) == 4
    db.close()


def test_a_stock_table_works_on_our_storage(tmp_path: Path) -> None:
    rows = RowStore(tmp_path / "documents.db", SHAPES)
    table = Table(RowStorage(rows), "stock")
    assert table.insert({"a": 1}) == 1
    table.update({"b": 2}, doc_ids=[1])
    assert Documents(rows).table("stock").all() == [{"a": 1, "b": 2}]
    rows.close()


def test_changes_over_several_tables_are_one_or_none(tmp_path: Path) -> None:
    db = ours(tmp_path)
    one, two = db.table("one"), db.table("two")
    with db.transaction():
        one.insert({"a": 1})
        two.insert({"a": 1})

    def fails() -> None:
        with db.transaction():
            one.insert({"a": 2})
            two.truncate()
            db.table("three").insert({"a": 1})
            assert one.count(where("a") > 0) == 2
            raise LookupError

    with pytest.raises(LookupError):
        fails()
    assert (one.all(), two.all(), db.tables()) == ([{"a": 1}], [{"a": 1}], {"one", "two"})
    assert one.count(where("a") > 0) == 1
    db.close()


def test_a_part_that_fails_is_undone_alone(tmp_path: Path) -> None:
    db = ours(tmp_path)
    with db.transaction():
        db.insert({"a": 1})
        with pytest.raises(ValueError, match="already exists"):
            db.insert_multiple([Document({"a": 2}, doc_id=5), Document({}, doc_id=1)])
        db.insert({"a": 3})
    assert docs(db) == [(1, {"a": 1}), (2, {"a": 3})]
    db.close()


def test_a_table_with_columns_takes_exactly_these(tmp_path: Path) -> None:
    db = ours(tmp_path)
    named = db.table("named")
    named.insert({"name": "b", "n": 1, "raw": b"\0\xff"})
    short: dict[str, Any] = {"name": "x", "n": 1}
    for unfit in (short, {**short, "raw": None, "more": 1}):
        with pytest.raises(ValueError, match="fields"):
            named.insert(unfit)
    for wrong in (
        {"name": "b", "n": 2, "raw": None},
        {"name": "c", "n": None, "raw": None},
        {"name": "c", "n": "word", "raw": None},
    ):
        with pytest.raises(sqlite3.IntegrityError):
            named.insert(wrong)
    with pytest.raises(ValueError, match="fields"):
        named.update(delete("raw"))
    assert named.all() == [{"name": "b", "n": 1, "raw": b"\0\xff"}]
    db.close()


def test_lookups_go_by_index_or_not_at_all(tmp_path: Path) -> None:
    db = ours(tmp_path)
    named = db.table("named")
    named.insert_multiple({"name": str(n), "n": n % 2, "raw": None} for n in range(10))
    assert [found["name"] for found in named.find("n", 1)] == ["1", "3", "5", "7", "9"]
    assert [found.doc_id for found in named.find("name", "4")] == [5]
    assert named.find("name", "nobody") == []
    with pytest.raises(ValueError, match="no index"):
        named.find("raw", None)
    assert [found.doc_id for found in named.page(7, 2)] == [8, 9]
    newest = [named.last(), named.last(n=0), named.last(n=1, name="3"), named.last(n=7)]
    assert [found and found.doc_id for found in newest] == [10, 9, 4, None]
    db.close()


def test_reading_goes_over_pages_without_a_hole(tmp_path: Path) -> None:
    db = ours(tmp_path)
    db.insert_multiple({"n": n} for n in range(1, 1203))
    assert [document["n"] for document in db] == list(range(1, 1203))
    assert db.update(increment("n")) == list(range(1, 1203))
    assert db.count(where("n") > 1) == 1202
    db.close()


# -- any sequence of changes ----------------------------------------------------------------------

VALUES = st.integers(0, 3)
DOCUMENTS = st.dictionaries(st.sampled_from("abc"), VALUES, max_size=3)
IDS = st.lists(st.integers(1, 12), max_size=3, unique=True)
CONDITIONS = st.builds(lambda name, value: where(name) == value, st.sampled_from("abc"), VALUES)


class Both(RuleBasedStateMachine):
    """Does the same to stock TinyDB and to ours."""

    @initialize()
    def begin(self) -> None:
        self.directory = tempfile.TemporaryDirectory()
        self.stock, self.ours = TinyDB(storage=MemoryStorage), ours(Path(self.directory.name))

    def both(self, act: Callable[[TinyDB], Any]) -> None:
        assert act(self.stock) == act(self.ours)

    @rule(document=DOCUMENTS)
    def insert(self, document: dict[str, int]) -> None:
        # Stock TinyDB counts on from numbers it has dropped, until it is opened again.
        number = max((found.doc_id for found in self.stock), default=0) + 1
        self.both(lambda db: db.insert(Document(document, number)))

    @rule(document=DOCUMENTS, number=st.integers(1, 12))
    def upsert(self, document: dict[str, int], number: int) -> None:
        self.both(lambda db: db.upsert(Document(document, number)))

    @rule(document=DOCUMENTS, condition=CONDITIONS)
    def update(self, document: dict[str, int], condition: Any) -> None:
        self.both(lambda db: sorted(db.update(document, condition)))

    @rule(document=DOCUMENTS, ids=IDS)
    def update_numbers(self, document: dict[str, int], ids: list[int]) -> None:
        self.both(lambda db: db.update(document, doc_ids=ids))

    @rule(condition=CONDITIONS)
    def remove(self, condition: Any) -> None:
        self.both(lambda db: sorted(db.remove(condition)))

    @rule(ids=IDS)
    def remove_numbers(self, ids: list[int]) -> None:
        self.both(lambda db: db.remove(doc_ids=ids))

    @rule()
    def truncate(self) -> None:
        self.both(lambda db: db.truncate())

    @rule(condition=CONDITIONS)
    def search(self, condition: Any) -> None:
        self.both(lambda db: docs(db.search(condition)))

    @invariant()
    def same(self) -> None:
        if hasattr(self, "ours"):
            self.both(docs)

    def teardown(self) -> None:
        if hasattr(self, "ours"):
            self.ours.close()
            self.directory.cleanup()


def test_any_sequence_of_changes_ends_as_in_stock_tinydb() -> None:
    run_state_machine_as_test(
        Both,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
