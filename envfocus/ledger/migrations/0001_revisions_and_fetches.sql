CREATE TABLE runs (
    run_id TEXT PRIMARY KEY,
    spider TEXT NOT NULL,
    arguments TEXT NOT NULL,
    started_at TEXT NOT NULL,
    ended_at TEXT,
    reason TEXT
);

CREATE TABLE sightings (
    no INTEGER NOT NULL,
    place TEXT NOT NULL,
    run_id TEXT NOT NULL,
    PRIMARY KEY (no, place)
) WITHOUT ROWID;

CREATE TABLE fetches (
    no INTEGER PRIMARY KEY,
    result TEXT NOT NULL,
    etag TEXT,
    last_modified TEXT,
    body_sha256 TEXT,
    fetched_at TEXT NOT NULL,
    run_id TEXT NOT NULL
);

CREATE TABLE gone (
    no INTEGER NOT NULL,
    run_id TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (no, run_id)
) WITHOUT ROWID;

CREATE TABLE listings (
    name TEXT PRIMARY KEY,
    pages INTEGER NOT NULL,
    stopped TEXT NOT NULL,
    run_id TEXT NOT NULL
);

CREATE TABLE revisions (
    id INTEGER PRIMARY KEY,
    stream TEXT NOT NULL,
    key TEXT NOT NULL,
    rev INTEGER NOT NULL,
    op TEXT NOT NULL,
    content_sha256 TEXT,
    published_at TEXT,
    run_id TEXT NOT NULL,
    line BLOB NOT NULL,
    seq INTEGER,
    UNIQUE (key, rev)
);
CREATE INDEX revisions_pending ON revisions (stream, id) WHERE seq IS NULL;
CREATE UNIQUE INDEX revisions_published ON revisions (stream, seq) WHERE seq IS NOT NULL;

CREATE TABLE parts (
    stream TEXT NOT NULL,
    first_seq INTEGER NOT NULL,
    last_seq INTEGER NOT NULL,
    plan TEXT NOT NULL,
    manifest BLOB,
    PRIMARY KEY (stream, first_seq)
);
CREATE UNIQUE INDEX parts_ends ON parts (stream, last_seq);

CREATE TABLE takedowns (
    key TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    at TEXT NOT NULL
);
