"""The curves of GOST R 34.10 that certificates of Kazakhstan use, and sums of multiples of their points.

Short Weierstrass form, Jacobian coordinates (X/Z², Y/Z³). The numbers are gmpy2's when that library is there, else
Python's; the code is one. Not constant in time: for checking and for the test authority.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

from jariya.kernel.signing.gost.parameters import PARAMETERS

try:
    from gmpy2 import mpz as _fast
except ImportError:  # pragma: no cover - the other branch is run by the tests through `curves(int)`
    _fast = None

Number = Any
"""An int or a gmpy2.mpz: both mix freely in arithmetic."""
Affine = tuple[Number, Number]
Jacobian = tuple[Number, Number, Number]

BASE_WINDOW = 7
"""Width of the recoding of the base point's multiplier: 32 odd multiples are kept for each curve."""
KEY_WINDOW = 5
"""Width for a key met once: 8 odd multiples, made for one check."""
COMB = 6
"""Bits a column of the table of a frequent key (an authority's); 86 columns of 32 points, 0.6 MB at 512 bits."""
KEPT = 16
"""How many frequent keys keep their table."""
FREQUENT = 12
"""Checks by one key after which its table pays: making it costs about as much as ten of them."""
REMEMBERED = 1024
"""Of how many keys the checks are counted."""


class Curve:
    """One curve y² = x³ + ax + b over p, with base point (x, y) of prime order q and a cofactor."""

    def __init__(
        self, name: str, *, p: int, a: int, b: int, q: int, x: int, y: int, cofactor: int, number: Callable[[int], Any]
    ) -> None:
        self.name = name
        self.number = number
        self.p, self.a, self.b, self.q = number(p), number(a), number(b), number(q)
        self.base: Affine = (number(x), number(y))
        self.cofactor = cofactor
        self.size = (p.bit_length() + 7) // 8
        self._minus_three = a == p - 3
        self._base_odd: list[Affine] = []
        self._base_comb: list[list[Affine]] = []
        self._combs: OrderedDict[Affine, list[list[Affine]]] = OrderedDict()
        self._met: OrderedDict[Affine, int] = OrderedDict()
        self._lock = Lock()

    def __repr__(self) -> str:
        return f"Curve({self.name!r})"

    def contains(self, point: Affine) -> bool:
        """Return whether the coordinates are below p and satisfy the equation."""
        x, y = point
        if not (0 <= x < self.p and 0 <= y < self.p):
            return False
        return bool((y * y - (x * x * x + self.a * x + self.b)) % self.p == 0)

    def is_key(self, point: Affine) -> bool:
        """Return whether the point may be a public key: on the curve and in the subgroup of order q.

        On a curve with cofactor 1 every point is in the subgroup; on 256-A (cofactor 4) it is computed.
        """
        if not self.contains(point):
            return False
        return self.cofactor == 1 or self._multiples(((point, self.q),)) is None

    def x_equals(self, u: int, v: int, point: Affine, wanted: int) -> bool:
        """Return whether the abscissa of u·base + v·point, taken modulo q, is `wanted` (no inversion is made).

        A point met often (an authority's key) gets a table, which makes its later checks about three times cheaper.
        """
        comb = self._table(point)
        if comb is not None:
            if not self._base_comb:
                self._base_comb = self._comb(self.base)
            total = self._columns(((self._base_comb, u % self.q), (comb, v % self.q)))
        else:
            total = self._multiples(((self.base, u % self.q), (point, v % self.q)))
        if total is None:
            return False
        x, _, z = total
        square = z * z % self.p
        candidate = self.number(wanted)
        while candidate < self.p:
            if (candidate * square - x) % self.p == 0:
                return True
            candidate += self.q
        return False

    def _table(self, point: Affine) -> list[list[Affine]] | None:
        """Return the point's table, made at its `FREQUENT`th check; the least used of more than `KEPT` goes."""
        with self._lock:
            comb = self._combs.get(point)
            if comb is not None:
                self._combs.move_to_end(point)
                return comb
            met = self._met.pop(point, 0) + 1
            if met < FREQUENT:
                self._met[point] = met
                while len(self._met) > REMEMBERED:
                    self._met.popitem(last=False)
                return None
        comb = self._comb(point)
        with self._lock:
            self._combs[point] = comb
            while len(self._combs) > KEPT:
                self._combs.popitem(last=False)
        return comb

    def multiply(self, k: int, point: Affine | None = None) -> Affine | None:
        """Return k·point (the base point when none is given) in affine coordinates, None for the point at infinity."""
        total = self._multiples(((point or self.base, k % self.q),))
        if total is None:
            return None
        x, y, z = total
        inverse = pow(z, -1, self.p)
        square = inverse * inverse % self.p
        return (x * square % self.p, y * square * inverse % self.p)

    # -- sums -------------------------------------------------------------------------------------------------

    def _multiples(self, terms: tuple[tuple[Affine, Number], ...]) -> Jacobian | None:
        """Return the sum of multiplier·point over the terms: their recodings interleaved over one run of doublings."""
        recoded: list[tuple[list[Affine], list[tuple[int, int]]]] = []
        for point, multiplier in terms:
            if point == self.base:
                if not self._base_odd:
                    self._base_odd = self._odd(point, 1 << (BASE_WINDOW - 2))
                recoded.append((self._base_odd, _naf(int(multiplier), BASE_WINDOW)))
            elif multiplier:
                recoded.append((self._odd(point, 1 << (KEY_WINDOW - 2)), _naf(int(multiplier), KEY_WINDOW)))
        p, total = self.p, None
        plan: dict[int, list[Affine]] = {}
        for odd, digits in recoded:
            for place, digit in digits:
                if digit > 0:
                    plan.setdefault(place, []).append(odd[digit >> 1])
                else:
                    x, y = odd[-digit >> 1]
                    plan.setdefault(place, []).append((x, p - y))
        below = max(plan, default=0)
        for place in sorted(plan, reverse=True):
            total = self._doubled(total, below - place)
            below = place
            for point in plan[place]:
                total = self._added(total, point)
        return self._doubled(total, below)

    def _columns(self, terms: tuple[tuple[list[list[Affine]], Number], ...]) -> Jacobian | None:
        """Return the sum of multiples of points that have a table: additions alone, no doubling."""
        total, p, half, full = None, self.p, 1 << (COMB - 1), 1 << COMB
        for comb, multiplier in terms:
            rest = int(multiplier)
            for column in comb:
                if not rest:
                    break
                digit = rest & (full - 1)
                rest >>= COMB
                if digit > half:  # a signed digit halves the table
                    rest += 1
                    x, y = column[full - digit - 1]
                    total = self._added(total, (x, p - y))
                elif digit:
                    total = self._added(total, column[digit - 1])
        return total

    def _doubled(self, point: Jacobian | None, times: int) -> Jacobian | None:
        """Return 2^times · point (formulas dbl-2001-b of the Explicit-Formulas Database)."""
        if point is None:
            return None
        x, y, z = point
        p, a, minus_three = self.p, self.a, self._minus_three
        for _ in range(times):
            if not y:
                return None
            gamma = y * y % p
            beta = x * gamma % p
            delta = z * z % p
            if minus_three:
                alpha = 3 * (x - delta) * (x + delta) % p
            else:
                alpha = (3 * x * x + a * (delta * delta % p)) % p
            z = 2 * y * z % p
            x = (alpha * alpha - 8 * beta) % p
            y = (alpha * (4 * beta - x) - 8 * gamma * gamma) % p
        return (x, y, z)

    def _added(self, point: Jacobian | None, other: Affine) -> Jacobian | None:
        """Return point + other; equal and opposite points are treated apart, for a forger may aim at them."""
        if point is None:
            return (other[0], other[1], self.number(1))
        x1, y1, z1 = point
        x2, y2 = other
        p = self.p
        square = z1 * z1 % p
        h = (x2 * square - x1) % p
        r = (y2 * z1 % p * square - y1) % p
        if not h:
            return None if r else self._doubled(point, 1)
        h2 = h * h % p
        h3 = h2 * h % p
        v = x1 * h2 % p
        x3 = (r * r - h3 - 2 * v) % p
        return (x3, (r * (v - x3) - y1 * h3) % p, z1 * h % p)

    # -- tables -----------------------------------------------------------------------------------------------

    def _odd(self, point: Affine, count: int) -> list[Affine]:
        """Return point, 3·point, 5·point, …: `count` odd multiples."""
        doubled = self._doubled((point[0], point[1], self.number(1)), 1)
        if doubled is None:
            raise ValueError("a point of order two has no odd multiples")
        twice = self._affine([doubled])[0]
        row: list[Jacobian] = [(point[0], point[1], self.number(1))]
        for _ in range(count - 1):
            following = self._added(row[-1], twice)
            if following is None:
                raise ValueError("a point of small order")
            row.append(following)
        return self._affine(row)

    def _comb(self, point: Affine) -> list[list[Affine]]:
        """Return, for each column of `COMB` bits, its multiples 1 … 2^(COMB-1) of the point shifted to that column."""
        table: list[list[Affine]] = []
        first = point
        for _ in range(int(self.q).bit_length() // COMB + 1):
            row: list[Jacobian] = [(first[0], first[1], self.number(1))]
            for _ in range((1 << (COMB - 1)) - 1):
                following = self._added(row[-1], first)
                if following is None:
                    raise ValueError("a point of small order")
                row.append(following)
            beyond = self._doubled(row[-1], 1)
            if beyond is None:
                raise ValueError("a point of small order")
            *affine, first = self._affine([*row, beyond])
            table.append(affine)
        return table

    def _affine(self, points: list[Jacobian]) -> list[Affine]:
        """Return the points in affine coordinates, with one inversion for all of them (Montgomery's trick)."""
        p, product = self.p, self.number(1)
        before = []
        for _, _, z in points:
            before.append(product)
            product = product * z % p
        inverse = pow(product, -1, p)
        made: list[Affine] = []
        for (x, y, z), prefix in zip(reversed(points), reversed(before), strict=True):
            own = inverse * prefix % p
            inverse = inverse * z % p
            square = own * own % p
            made.append((x * square % p, y * square * own % p))
        made.reverse()
        return made


def _naf(k: int, width: int) -> list[tuple[int, int]]:
    """Return the non-adjacent form of k as (place, digit), least place first; digits odd, in size below 2^(width-1)."""
    digits: list[tuple[int, int]] = []
    full, half, place = 1 << width, 1 << (width - 1), 0
    while k:
        zeros = (k & -k).bit_length() - 1
        place += zeros
        k >>= zeros
        digit = k & (full - 1)
        if digit >= half:
            digit -= full
        digits.append((place, digit))
        place += width  # the next width - 1 digits are zero
        k = (k - digit) >> width
    return digits


def curves(number: Callable[[int], Any]) -> dict[str, Curve]:
    """Return the curves by name, computing in `number` (int or gmpy2.mpz)."""
    return {name: Curve(name, number=number, **parameters) for name, parameters in PARAMETERS.items()}


FAST = _fast is not None
"""Whether gmpy2 is in use."""
CURVES: dict[str, Curve] = curves(_fast or int)
