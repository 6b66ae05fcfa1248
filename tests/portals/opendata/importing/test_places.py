"""GeoJSON with every geometry and oddities of coordinates: kept, and named where it is wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest

from jariya.portals.opendata.importing import places
from jariya.portals.opendata.importing.problems import Problems, Unreadable

RING = [[71.0, 51.0], [72.0, 51.0], [72.0, 52.0], [71.0, 51.0]]
SOUND: list[dict[str, Any]] = [
    {"type": "Point", "coordinates": [71.4, 51.1, 350.0]},
    {"type": "MultiPoint", "coordinates": [[71.4, 51.1], [76.9, 43.2]]},
    {"type": "LineString", "coordinates": [[71.4, 51.1], [76.9, 43.2]]},
    {"type": "MultiLineString", "coordinates": [[[71.4, 51.1], [76.9, 43.2]]]},
    {"type": "Polygon", "coordinates": [RING]},
    {"type": "MultiPolygon", "coordinates": [[RING], [RING]]},
    {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [71.4, 51.1]}]},
]


def read(geometry: Any, **about: Any) -> tuple[list[list[str]], list[str]]:
    problems = Problems()
    feature = {"type": "Feature", "properties": {"код": "007"}, "geometry": geometry}
    source = places.features({"type": "FeatureCollection", "features": [feature], **about}, problems)
    return list(source.rows), [one.rule for one in problems.shown]


@pytest.mark.parametrize("geometry", SOUND, ids=lambda one: str(one["type"]))
def test_each_geometry_is_kept_as_it_was(geometry: dict[str, Any]) -> None:
    rows, rules = read(geometry)
    assert rows[0] == ["код", "geometry"] and rows[1][0] == "007"
    assert (json.loads(rows[1][1]), rules) == (geometry, [])


@pytest.mark.parametrize(
    ("geometry", "rule"),
    [
        ({"type": "Circle", "coordinates": [1, 2]}, "geo.wrong_geometry"),
        ({"type": "Point", "coordinates": []}, "geo.wrong_geometry"),
        ({"type": "Point", "coordinates": ["71.4", "51.1"]}, "geo.wrong_geometry"),
        ({"type": "Polygon", "coordinates": [71.4, 51.1]}, "geo.wrong_geometry"),
        ({"type": "Polygon", "coordinates": [RING[:3]]}, "geo.open_ring"),
        ({"type": "MultiPolygon", "coordinates": [[RING], [RING[1:]]]}, "geo.open_ring"),
        ({"type": "Point", "coordinates": [7_948_000, 6_650_000]}, "geo.outside"),
        ({"type": "Point", "coordinates": [51.1, 71.4]}, "geo.swapped"),
        ({"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [0, 91]}]}, "geo.outside"),
        ("POINT (71.4 51.1)", "geo.wrong_geometry"),
    ],
)
def test_what_is_wrong_with_a_place_is_named_and_the_place_kept(geometry: Any, rule: str) -> None:
    rows, rules = read(geometry)
    assert rules == [rule] and rows[1][1] == (geometry if isinstance(geometry, str) else json.dumps(geometry))


def test_metres_of_web_maps_become_degrees_and_other_systems_are_named() -> None:
    named = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    rows, rules = read({"type": "Point", "coordinates": [7948000, 6650000]}, crs=named)
    assert rules == ["geo.metres"] and json.loads(rows[1][1])["coordinates"] == pytest.approx(
        [71.398, 51.162], abs=0.001
    )
    for name, said in (("EPSG:28472", ["geo.system"]), ("urn:ogc:def:crs:OGC:1.3:CRS84", []), ("EPSG:4326", [])):
        assert read(SOUND[0], crs={"type": "name", "properties": {"name": name}})[1] == said
    assert read(SOUND[0], crs=None)[1] == [] and read(SOUND[0], crs={"type": "link"})[1] == []


def test_features_of_all_forms_are_rows_and_none_of_their_members_is_lost() -> None:
    sent = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "id": 5, "properties": {"id": "07", "geometry": "x", "a": {"b": 1}}, "geometry": None},
            {"type": "Feature", "properties": None, "geometry": SOUND[0], "bbox": [1, 2, 3, 4], "note": "ескерту"},
            "rubbish",
        ],
    }
    problems = Problems()
    names, *rows = places.features(sent, problems).rows
    made = [dict(zip(names, row, strict=True)) for row in rows]
    assert made[0] == {"feature_id": "5", "id": "07", "geometry_": "x", "a.b": "1", "note": "", "geometry": ""}
    assert made[1]["note"] == "ескерту" and made[2]["geometry"] == "rubbish"
    assert [(one.rule, one.row) for one in problems.shown] == [("geo.wrong_geometry", 3)]
    alone = places.features(SOUND[0], Problems())
    assert list(alone.rows)[0] == ["geometry"]
    with pytest.raises(Unreadable):
        places.features({"type": "FeatureCollection", "features": []}, Problems())


@pytest.mark.parametrize(
    ("names", "pair"),
    [
        (["атауы", "ендік", "бойлық"], (1, 2)),
        (["Долгота", "Широта"], (1, 0)),
        (["latitude", "longitude"], (0, 1)),
        (["geo_lat", "geo_lon"], (0, 1)),
        (["platform", "flat"], None),
        (["lat", "lat_old", "lon"], None),
    ],
)
def test_columns_of_latitude_and_longitude_are_known_by_their_names(names: list[str], pair: Any) -> None:
    assert places.latitude_and_longitude(names) == pair
