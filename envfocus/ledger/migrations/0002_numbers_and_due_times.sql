-- What is known of a number in one row, with the time at which it is due again.
CREATE TABLE numbers (
    no INTEGER PRIMARY KEY,
    result TEXT NOT NULL,
    published_at TEXT,
    sighted_at TEXT NOT NULL,
    etag TEXT,
    last_modified TEXT,
    body_sha256 TEXT,
    fetched_at TEXT,
    run_id TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    due_at TEXT
);
CREATE INDEX numbers_due ON numbers (due_at) WHERE due_at IS NOT NULL;

-- Version 1 asked for every number in every run: all that is no article stays due.
INSERT INTO numbers (no, result, sighted_at, fetched_at, run_id, due_at)
SELECT
    no,
    result,
    strftime('%Y-%m-%dT%H:%M:%SZ', fetched_at),
    strftime('%Y-%m-%dT%H:%M:%SZ', fetched_at),
    run_id,
    ''
FROM fetches;

-- The newest revision of a key says when its article was published. SQLite takes the
-- other columns from the row of the MAX.
UPDATE numbers SET published_at = newest.published_at
FROM (
    SELECT
        CAST(substr(key, instr(key, ':a') + 2) AS INTEGER) AS no,
        published_at,
        MAX(rev)
    FROM revisions
    WHERE stream = 'articles'
    GROUP BY key
) AS newest
WHERE newest.no = numbers.no;

-- Validators of what was no article are those of another page.
UPDATE numbers SET (etag, last_modified, body_sha256, due_at) = (
    SELECT etag, last_modified, body_sha256, NULL FROM fetches
    WHERE fetches.no = numbers.no
)
WHERE result = 'article';

INSERT OR IGNORE INTO numbers (no, result, sighted_at, run_id, due_at)
SELECT
    no,
    'unseen',
    COALESCE(strftime('%Y-%m-%dT%H:%M:%SZ', started_at), '1970-01-01T00:00:00Z'),
    run_id,
    ''
FROM sightings LEFT JOIN runs USING (run_id);
DROP TABLE fetches;

ALTER TABLE sightings ADD COLUMN ground INTEGER NOT NULL DEFAULT 0;
CREATE INDEX sightings_open ON sightings (place) WHERE ground = 0;
ALTER TABLE listings ADD COLUMN floor TEXT;

-- Lines in a table of their own: rows of `revisions` stay short.
CREATE TABLE lines (
    id INTEGER PRIMARY KEY,
    line BLOB NOT NULL
);
INSERT INTO lines SELECT id, line FROM revisions;
ALTER TABLE revisions DROP COLUMN line;
