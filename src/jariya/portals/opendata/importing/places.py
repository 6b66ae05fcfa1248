"""Places: GeoJSON as rows, what is wrong with a geometry, and columns of latitude and longitude."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

from jariya.portals.opendata.importing.documents import flatten, text
from jariya.portals.opendata.importing.problems import Problems, Unreadable
from jariya.portals.opendata.importing.rows import GEOMETRY, Source

HOME = (46.0, 40.0, 88.0, 56.0)
"""West, south, east, north in degrees: a box around Kazakhstan. A place that lies in it only with its two numbers
exchanged was written latitude first."""
EARTH = 6_378_137.0
"""Radius in metres by which web maps count (EPSG:3857)."""
_DEPTH = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
_METRES = re.compile(r"(?<!\d)(3857|900913|102100|102113)(?!\d)")
_DEGREES = re.compile(r"(?<!\d)(4326|4979)(?!\d)|CRS84|WGS ?-?84", re.I)
_LATITUDE = re.compile(r"(^|[\W_])(lat|latitude|широта|ендік|ендик|y_?coord|coord_?y)([\W_]|$)", re.I)
_LONGITUDE = re.compile(r"(^|[\W_])(lon|lng|long|longitude|долгота|бойлық|бойлык|x_?coord|coord_?x)([\W_]|$)", re.I)


def is_collection(content: Any) -> bool:
    """Whether a JSON document is GeoJSON of places."""
    kind = content.get("type") if isinstance(content, dict) else None
    return (
        kind == "FeatureCollection"
        and isinstance(content.get("features"), list)
        or (kind == "Feature" and "geometry" in content)
    )


def features(content: Any, problems: Problems) -> Source:
    """Features as rows: their properties, and the geometry as GeoJSON text in the last column.

    Web metres are turned into degrees and that is said; other systems of coordinates stay and are named.
    """
    sent = content.get("features") if isinstance(content, dict) else None
    if isinstance(content, dict) and content.get("type") == "Feature":
        sent = [content]
    elif isinstance(content, dict) and (content.get("type") in _DEPTH or content.get("type") == "GeometryCollection"):
        sent = [{"type": "Feature", "properties": {}, "geometry": content}]
    if not isinstance(sent, list) or not sent:
        raise Unreadable("json.no_table")
    system = text(((content.get("crs") or {}).get("properties") or {}).get("name")) if _has_system(content) else ""
    metres = bool(_METRES.search(system))
    if metres:
        problems.add("geo.metres", None, GEOMETRY, system)
    elif system and not _DEGREES.search(system):
        problems.add("geo.system", None, GEOMETRY, system)
    rows: list[dict[str, str]] = []
    names: dict[str, None] = {}
    for number, feature in enumerate(sent, start=1):
        row, geometry = _feature(feature, number, problems)
        if metres:
            geometry = moved(geometry, _to_degrees)
        if geometry is not None:
            wrong = geometry_problem(geometry)
            if wrong:
                problems.add(wrong, number, GEOMETRY, text(geometry))
            elif swapped(geometry):
                problems.add("geo.swapped", number, GEOMETRY, text(geometry))
            row[GEOMETRY] = text(geometry)
        names.update(dict.fromkeys(name for name in row if name != GEOMETRY))
        rows.append(row)
    columns = [*names, GEOMETRY]
    return Source(chain([columns], ([row.get(name, "") for name in columns] for row in rows)), True, 0, geometry=True)


def _has_system(content: Any) -> bool:
    crs = content.get("crs")
    return isinstance(crs, dict) and isinstance(crs.get("properties"), dict)


def _feature(feature: Any, number: int, problems: Problems) -> tuple[dict[str, str], Any]:
    row: dict[str, str] = {}
    if not isinstance(feature, dict):
        problems.add("geo.wrong_geometry", number, GEOMETRY, text(feature))
        return {GEOMETRY: text(feature)}, None
    if feature.get("id") is not None:
        row["id"] = text(feature["id"])
    properties = feature.get("properties")
    if isinstance(properties, dict):
        named = {(f"{name}_" if name == GEOMETRY else name): value for name, value in properties.items()}
        if "id" in named and "id" in row:
            row["feature_id"] = row.pop("id")
        flatten(named, "", row)
    elif properties is not None:
        row["properties"] = text(properties)
    for name, value in feature.items():  # members that the standard leaves to its users
        if name not in ("type", "id", "properties", GEOMETRY, "bbox") and value is not None:
            flatten({name: value}, "", row)
    return row, feature.get(GEOMETRY)


def geometry_problem(geometry: Any) -> str:
    """The rule a geometry breaks, empty where it is one: RFC 7946, degrees of longitude and latitude."""
    if not isinstance(geometry, dict):
        return "geo.wrong_geometry"
    if geometry.get("type") == "GeometryCollection":
        parts = geometry.get("geometries")
        if not isinstance(parts, list):
            return "geo.wrong_geometry"
        return next((said for said in map(geometry_problem, parts) if said), "")
    depth = _DEPTH.get(str(geometry.get("type")))
    if depth is None:
        return "geo.wrong_geometry"
    try:
        for lon, lat in positions(geometry.get("coordinates"), depth):
            if not (-180 <= lon <= 180 and -90 <= lat <= 90):
                return "geo.outside"
        if depth == 3:
            rings = [ring for polygon in geometry["coordinates"] for ring in polygon]
        else:
            rings = geometry["coordinates"] if geometry.get("type") == "Polygon" else []
        if any(len(ring) < 4 or ring[0] != ring[-1] for ring in rings):
            return "geo.open_ring"
    except (TypeError, ValueError):
        return "geo.wrong_geometry"
    return ""


def positions(coordinates: Any, depth: int) -> Iterator[tuple[float, float]]:
    """Longitude and latitude of each position."""
    if depth:
        if not isinstance(coordinates, list):
            raise TypeError
        for inner in coordinates:
            yield from positions(inner, depth - 1)
        return
    if not isinstance(coordinates, list) or len(coordinates) < 2 or isinstance(coordinates[0], str | bool):
        raise TypeError
    yield float(coordinates[0]), float(coordinates[1])


def swapped(geometry: dict[str, Any]) -> bool:
    """Whether a sound geometry lies at home only with latitude and longitude exchanged."""
    if geometry.get("type") == "GeometryCollection":
        return any(map(swapped, geometry["geometries"]))
    return all(
        not at_home(lon, lat) and at_home(lat, lon)
        for lon, lat in positions(geometry["coordinates"], _DEPTH[geometry["type"]])
    ) and bool(geometry["coordinates"])


def at_home(lon: float, lat: float) -> bool:
    """Whether a place lies in the box around the country."""
    west, south, east, north = HOME
    return west <= lon <= east and south <= lat <= north


def moved(geometry: Any, how: Any) -> Any:
    """The geometry with each position changed; what is no geometry stays."""
    if not isinstance(geometry, dict):
        return geometry
    if geometry.get("type") == "GeometryCollection" and isinstance(geometry.get("geometries"), list):
        return geometry | {"geometries": [moved(one, how) for one in geometry["geometries"]]}
    try:
        return geometry | {"coordinates": _each(geometry.get("coordinates"), how)}
    except (TypeError, ValueError, OverflowError):
        return geometry


def _each(coordinates: Any, how: Any) -> Any:
    if isinstance(coordinates, list) and coordinates and not isinstance(coordinates[0], list):
        return how(coordinates)
    return [_each(inner, how) for inner in coordinates]


def _to_degrees(position: list[float]) -> list[float]:
    x, y = float(position[0]), float(position[1])
    lat = math.degrees(2 * math.atan(math.exp(y / EARTH)) - math.pi / 2)
    return [round(math.degrees(x / EARTH), 7), round(lat, 7), *position[2:]]


def latitude_and_longitude(names: list[str]) -> tuple[int, int] | None:
    """Places among the columns of the one of latitude and the one of longitude, by their names in three languages."""
    lat = [number for number, name in enumerate(names) if _LATITUDE.search(name)]
    lon = [number for number, name in enumerate(names) if _LONGITUDE.search(name)]
    return (lat[0], lon[0]) if len(lat) == 1 and len(lon) == 1 and lat != lon else None
