"""Step 4: rows of the weather widget."""

from dataclasses import asdict
from datetime import date
from typing import Any

from envfocus.items import CloudAmount, Region, WeatherObservation, WeatherRecord
from envfocus.korean import weather
from envfocus.pipelines.counting import CountingPipeline


class WeatherPipeline(CountingPipeline):
    """Station, condition and temperature of a row, beside their raw forms; what is
    missing is null and flagged.
    """

    def process_item(self, item: Any) -> Any:
        """Resolve one row."""
        if isinstance(item, WeatherRecord):
            flags = [*_place_and_sky(item.data), *_temperature(item.data)]
            item.quality.flags += flags
            self.count(f"weather/{flag}" for flag in flags)
        return item


def _place_and_sky(data: WeatherObservation) -> tuple[str, ...]:
    """Station and condition, which one skin prints without anything between them
    (`condition:split`).
    """
    on = date.fromisoformat(
        min(data.page_date or data.fetched_at, data.fetched_at)[:10]
    )  # a page of tomorrow is wrong
    unknown = (
        data.condition_raw is None and weather.station(data.station_raw, on) is None
    )
    if unknown and (pair := weather.split(data.station_raw or "", on)):
        word, name = pair
        return (*_station(data, name, on), "condition:split", *_condition(data, word))
    return (
        *_station(data, data.station_raw, on),
        *_condition(data, data.condition_raw),
    )


def _station(data: WeatherObservation, name: str | None, on: date) -> tuple[str, ...]:
    if name is None:
        return ("station:missing",)
    found = weather.station(name, on)
    if found is None:
        return ("station:unknown",)
    data.station_name, data.station_id, data.wmo_id = (
        name,
        found.station_id,
        found.wmo_id,
    )
    data.latitude, data.longitude = found.latitude, found.longitude
    data.region = Region(**asdict(found.place))
    return ()


def _condition(data: WeatherObservation, word: str | None) -> tuple[str, ...]:
    found = weather.condition(word, data.icon)
    data.condition, data.wmo_4677 = found.name, found.wmo_4677
    if found.cloud:
        data.cloud_amount_tenths = CloudAmount(min=found.cloud[0], max=found.cloud[1])
    return found.flags


def _temperature(data: WeatherObservation) -> tuple[str, ...]:
    data.temperature_c, flags = weather.temperature(data.temperature_raw)
    return flags
