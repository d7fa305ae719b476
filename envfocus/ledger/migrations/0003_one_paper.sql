-- The paper that this ledger is of; no row until a run with a paper opens it.
CREATE TABLE paper (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    key_prefix TEXT NOT NULL,
    base_url TEXT NOT NULL
);

-- Whether the last process that wrote closed the ledger in order.
CREATE TABLE shutdown (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    is_clean INTEGER NOT NULL
);
INSERT INTO shutdown (id, is_clean) VALUES (1, 0);

ALTER TABLE numbers RENAME COLUMN no TO article_no;
ALTER TABLE sightings RENAME COLUMN no TO article_no;
ALTER TABLE sightings RENAME COLUMN ground TO seen_by_complete_walk;
ALTER TABLE listings RENAME COLUMN floor TO complete_down_to;
ALTER TABLE gone RENAME TO absences;
ALTER TABLE absences RENAME COLUMN no TO article_no;

-- Schemas 1.1.0 allow the keys of every paper; what waits for publication is valid
-- under them as it is. `{"schema":"article-1.0.0",` and its successor are equally long.
UPDATE lines SET line = CAST('{"schema":"article-1.1.0",' || substr(line, 27) AS BLOB)
WHERE substr(line, 1, 26) = CAST('{"schema":"article-1.0.0",' AS BLOB)
AND id IN (SELECT id FROM revisions WHERE seq IS NULL);
UPDATE lines SET line = CAST('{"schema":"weather-1.1.0",' || substr(line, 27) AS BLOB)
WHERE substr(line, 1, 26) = CAST('{"schema":"weather-1.0.0",' AS BLOB)
AND id IN (SELECT id FROM revisions WHERE seq IS NULL);
