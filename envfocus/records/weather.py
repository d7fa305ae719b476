"""The stream `weather`."""

from dataclasses import dataclass
from dataclasses import field as column

from envfocus.korean.weather import CONDITIONS, HIGHEST, LOWEST
from envfocus.records.constraints import DAY, INSTANT, SHA256, UTC, limits
from envfocus.records.envelope import Record
from envfocus.records.region import Region

WEATHER_SCHEMA = "weather-1.1.0"


@dataclass(kw_only=True, frozen=True)
class CloudAmount:
    """Part of the sky that is covered, in tenths (운량)."""

    min: int = column(metadata=limits(minimum=0, maximum=10))
    """Least, 0–10."""
    max: int = column(metadata=limits(minimum=0, maximum=10))
    """Most, 0–10."""


@dataclass(kw_only=True)
class WeatherObservation:
    """One row of the page's weather widget (KMA, 기상청). The widget does not say when
    it was observed.
    """

    row_raw: str
    """The row, as shown."""
    station_raw: str | None
    """Station, as shown."""
    station_name: str | None = None
    """Station, as KMA names it; null: not a known station."""
    station_id: int | None = None
    """KMA station number (지점번호)."""
    wmo_id: str | None = None
    """WMO station number; null: the station has none."""
    latitude: float | None = column(
        default=None, metadata=limits(minimum=-90, maximum=90)
    )
    """Degrees north, WGS 84."""
    longitude: float | None = column(
        default=None, metadata=limits(minimum=-180, maximum=180)
    )
    """Degrees east, WGS 84."""
    region: Region | None = None
    """The unit the station stands in."""
    condition_raw: str | None
    """Condition word, as shown; `-`: nothing observed."""
    icon: str | None
    """Two digits of KMA's map icon."""
    condition: str | None = column(
        default=None, metadata=limits(enum=[*CONDITIONS, None])
    )
    """Present weather, one word of a closed vocabulary; cloud cover in METAR's words."""
    cloud_amount_tenths: CloudAmount | None = None
    """Cloud amount that the word stands for in KMA's legend."""
    wmo_4677: int | None = column(default=None, metadata=limits(minimum=0, maximum=99))
    """WMO code table 4677, the lowest intensity of its kind: the widget gives none.
    Null for cloud cover.
    """
    temperature_raw: str | None
    """Temperature, as shown."""
    temperature_c: float | None = column(
        default=None, metadata=limits(minimum=LOWEST, maximum=HIGHEST)
    )
    """Air temperature, degrees Celsius, −45 to 45; null: missing, unreadable or outside
    of that.
    """
    page_date_raw: str | None
    """Day in the head of the page, as shown."""
    page_date: str | None = column(default=None, metadata=DAY)
    """Day the page was served."""
    page_made_at_raw: str | None
    """Time in the page's last comment, as shown."""
    page_made_at: str | None = column(default=None, metadata=INSTANT)
    """Time the page was made."""
    page_made_at_utc: str | None = column(default=None, metadata=UTC)
    """The same in UTC."""
    fetched_at: str = column(metadata=INSTANT)
    """Time the page was received."""
    fetched_at_utc: str = column(metadata=UTC)
    """The same in UTC."""
    observed_no_later_than: str | None = column(default=None, metadata=INSTANT)
    """Upper bound of the observation: the page was made, else received, at this time.
    Rows can be days old.
    """
    observed_no_later_than_utc: str | None = column(default=None, metadata=UTC)
    """The same in UTC."""
    provider: str | None
    """Who provides the widget, as shown: 기상청."""
    snapshot: str = column(metadata=SHA256)
    """Hash of all rows of the widget, as shown: rows with the same hash were shown
    together.
    """


@dataclass(kw_only=True)
class WeatherRecord(Record):
    """A line of the stream `weather`."""

    data: WeatherObservation
    """The observation; null on a tombstone."""
