"""What the site said is gone."""

from pathlib import Path

from envfocus.ledger import Ledger


def test_absences(tmp_path: Path) -> None:
    with Ledger.open(tmp_path, "test") as ledger:
        frontier = ledger.frontier
        frontier.record_absence(7, "one", "2025-12-08T12:00:00+09:00")
        frontier.record_absence(7, "two", "2025-12-09T12:00:00+09:00")
        frontier.record_absence(8, "two", "2025-12-09T12:00:00+09:00")
        assert frontier.absences() == {
            7: ("2025-12-08T12:00:00+09:00", "2025-12-09T12:00:00+09:00"),
            8: ("2025-12-09T12:00:00+09:00", "2025-12-09T12:00:00+09:00"),
        }
        assert set(frontier.absences("one")) == {7}
        frontier.forget_absences("two")
        assert set(frontier.absences()) == {7}
        frontier.clear_absences(7)
        assert frontier.absences() == {}
