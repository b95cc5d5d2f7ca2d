"""What polygons have in common, what they leave, and how many square kilometres they measure."""

import math
from collections.abc import Iterable
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

Shape: TypeAlias = Polygon | MultiPolygon

_EQUATOR_KM: Final = 6378.137
_ECCENTRICITY: Final = math.sqrt(0.0066943799901413165)  # WGS 84
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(8)


def united(shapes: Iterable[BaseGeometry]) -> Shape:
    """All land that lies in any of the shapes."""
    return polygonal(shapely.union_all(list(shapes)))


def overlap(one: Shape, other: Shape) -> Shape:
    """The land that lies in both; common edges and corners are no land."""
    return polygonal(shapely.intersection(one, other))


def difference(one: Shape, other: Shape) -> Shape:
    """The land of the first that does not lie in the second."""
    return polygonal(shapely.difference(one, other))


def polygonal(geometry: BaseGeometry) -> Shape:
    """The polygons of whatever an overlay gave; lines and points are left out.

    Where nothing is left, the answer is an empty polygon.
    """
    polygons = polygons_of(geometry)
    return polygons[0] if len(polygons) == 1 else MultiPolygon(polygons) if polygons else Polygon()


def polygons_of(geometry: BaseGeometry) -> list[Polygon]:
    """Every polygon in a geometry of any kind, one by one."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    return [part for part in parts if isinstance(part, Polygon) and not part.is_empty]


def rings_of(shape: Shape) -> list[npt.NDArray[np.float64]]:
    """The positions of every ring, outer rings and holes alike: (lon, lat) in degrees."""
    rings = shapely.get_rings(polygons_of(shape))
    return [shapely.get_coordinates(ring) for ring in rings]


def area_km2(shape: Shape) -> float:
    """Square kilometres on the ellipsoid of WGS 84, edges being straight lines in degrees.

    The integral, along each edge, of the area between it and the equator, by Gauss-Legendre
    quadrature with eight nodes. The parts that a shape is cut into therefore add up to it.
    """
    return sum(
        _ring_km2(polygon.exterior.coords)
        - sum(_ring_km2(hole.coords) for hole in polygon.interiors)
        for polygon in polygons_of(shape)
    )


def _ring_km2(coordinates: Iterable[tuple[float, ...]]) -> float:
    positions = np.radians(np.array([position[:2] for position in coordinates]))
    lon, lat = positions[:, 0], positions[:, 1]
    middle, half = (lat[1:] + lat[:-1]) / 2, (lat[1:] - lat[:-1]) / 2
    mean = _below(middle[:, None] + half[:, None] * _NODES) @ _WEIGHTS / 2
    return float(abs(np.sum(np.diff(lon) * mean)))


def _below(lat: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Square kilometres between the equator and a latitude, for each radian of longitude."""
    sine = np.sin(lat)
    e = _ECCENTRICITY
    whole = sine / (1 - (e * sine) ** 2) + np.arctanh(e * sine) / e
    result: npt.NDArray[np.float64] = _EQUATOR_KM**2 * (1 - e * e) / 2 * whole
    return result
