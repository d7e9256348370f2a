"""Sets of page numbers as integers: bit n stands for page n. Pure.

Python's integers are joined, cut and counted at the speed of memory, a million pages in a fraction of a millisecond,
and never change, so that threads share them freely.
"""

from collections.abc import Collection, Iterator

Bits = int

_WORD = 8


def bits_of(numbers: Collection[int]) -> Bits:
    """The set of `numbers`, none of them negative."""
    if not numbers:
        return 0
    marks = bytearray(max(numbers) // 8 + 1)
    for number in numbers:
        marks[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(marks, "little")


def marks_of(bits: Bits) -> bytes:
    """The set as bytes, for asking about many single numbers; see `is_marked`."""
    return bits.to_bytes((bits.bit_length() + 7) // 8, "little")


def is_marked(marks: bytes, number: int) -> bool:
    """Whether `number` is in the set."""
    place = number >> 3
    return place < len(marks) and bool(marks[place] >> (number & 7) & 1)


def numbers_of(bits: Bits) -> Iterator[int]:
    """The numbers in the set, ascending."""
    marks = bits.to_bytes((bits.bit_length() + 8 * _WORD - 1) // (8 * _WORD) * _WORD, "little")
    for start in range(0, len(marks), _WORD):
        word = int.from_bytes(marks[start : start + _WORD], "little")
        while word:
            lowest = word & -word
            yield start * 8 + lowest.bit_length() - 1
            word ^= lowest
