"""Articles that the site said are gone, until that is believed or turns out wrong."""

from envfocus.ledger.store import Tables


class Absences(Tables):
    """The table `absences`. Methods raise LedgerError."""

    def record_absence(self, article_no: int, run_id: str, at: str) -> None:
        """The site said that an article is gone."""
        sql = """
            INSERT OR REPLACE INTO absences (article_no, run_id, at) VALUES (?, ?, ?)
        """
        self.store.write(sql, (article_no, run_id, at))

    def clear_absences(self, article_no: int) -> None:
        """An article was there: earlier absences were none."""
        sql = "DELETE FROM absences WHERE article_no = ?"
        self.store.write(sql, (article_no,))

    def absences(self, run_id: str | None = None) -> dict[int, tuple[str, str]]:
        """First and last time that each absent article was missed; with `run_id`, those
        of that run.
        """
        sql = """
            SELECT article_no, MIN(at) AS first_at, MAX(at) AS last_at FROM absences
            WHERE :run_id IS NULL OR run_id = :run_id GROUP BY article_no
        """
        rows = self.store.select(sql, {"run_id": run_id})
        return {row["article_no"]: (row["first_at"], row["last_at"]) for row in rows}

    def forget_absences(self, run_id: str) -> None:
        """What a run missed was an outage."""
        self.store.write("DELETE FROM absences WHERE run_id = ?", (run_id,))
