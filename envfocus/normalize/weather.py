"""Rows of the weather widget: station, condition, temperature."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date

from envfocus.items import (
    CloudAmount,
    Record,
    Region,
    WeatherObservation,
    WeatherRecord,
)
from envfocus.korean import weather


def resolve_weather(record: Record) -> Iterable[str]:
    """Resolve a row, beside its raw forms; what is missing is null and flagged.

    Stats: `weather/<flag>`.
    """
    if not isinstance(record, WeatherRecord):
        return ()
    flags = [*_place_and_sky(record.data), *_temperature(record.data)]
    record.quality.flags += flags
    return [f"weather/{flag}" for flag in flags]


def _place_and_sky(data: WeatherObservation) -> tuple[str, ...]:
    """Station and condition, which one skin prints without anything between them
    (`condition:split`).
    """
    # a page of tomorrow is wrong
    day = min(data.page_date or data.fetched_at, data.fetched_at)[:10]
    on = date.fromisoformat(day)
    glued = _split(data, on)
    if glued:
        word, name = glued
        return (*_station(data, name, on), "condition:split", *_condition(data, word))
    return (
        *_station(data, data.station_raw, on),
        *_condition(data, data.condition_raw),
    )


def _split(data: WeatherObservation, on: date) -> tuple[str, str] | None:
    """Condition and station out of what stands where the station would."""
    if data.condition_raw is not None or weather.station(data.station_raw, on):
        return None
    return weather.split(data.station_raw or "", on)


def _station(data: WeatherObservation, name: str | None, on: date) -> tuple[str, ...]:
    if name is None:
        return ("station:missing",)
    found = weather.station(name, on)
    if found is None:
        return ("station:unknown",)
    data.station_name = name
    data.station_id = found.station_id
    data.wmo_id = found.wmo_id
    data.latitude = found.latitude
    data.longitude = found.longitude
    data.region = Region(**asdict(found.place))
    return ()


def _condition(data: WeatherObservation, word: str | None) -> tuple[str, ...]:
    found = weather.condition(word, data.icon)
    data.condition, data.wmo_4677 = found.name, found.wmo_4677
    if found.cloud:
        lowest, highest = found.cloud
        data.cloud_amount_tenths = CloudAmount(min=lowest, max=highest)
    return found.flags


def _temperature(data: WeatherObservation) -> tuple[str, ...]:
    data.temperature_c, flags = weather.temperature(data.temperature_raw)
    return flags
