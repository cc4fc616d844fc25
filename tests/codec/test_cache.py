from __future__ import annotations

from orderkit.codec.cache import Generations


def key(n: int) -> bytes:
    return n.to_bytes(32, "big")


def test_what_was_put_is_found() -> None:
    cache = Generations(4)
    cache.put(str, key(1), "one")
    assert cache.get(str, key(1)) == "one"
    assert cache.get(str, key(2)) is None


def test_what_was_put_for_one_class_is_not_found_for_another() -> None:
    cache = Generations(4)
    cache.put(str, key(1), "one")
    assert cache.get(int, key(1)) is None


def test_never_holds_more_than_its_size() -> None:
    cache = Generations(10)
    for n in range(1000):
        cache.put(str, key(n), n)
        cache.get(str, key(n // 2))
        assert len(cache) <= 10


def test_what_is_used_stays() -> None:
    cache = Generations(10)
    cache.put(str, key(0), "kept")
    for n in range(1, 1000):
        cache.put(str, key(n), n)
        assert cache.get(str, key(0)) == "kept"


def test_what_is_not_used_goes() -> None:
    cache = Generations(10)
    for n in range(11):
        cache.put(str, key(n), n)
    assert cache.get(str, key(0)) is None
    assert cache.get(str, key(10)) == 10


def test_a_cache_of_no_size_still_works() -> None:
    cache = Generations(0)
    cache.put(str, key(1), "one")
    assert cache.get(str, key(1)) == "one"
