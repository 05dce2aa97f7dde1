-- Documents that operators change while the game runs: each version of each, its text deflated and in base64, and a revision that every change moves.
CREATE TABLE policy_documents (
    document VARCHAR(64) COLLATE "C" NOT NULL PRIMARY KEY,
    revision BIGINT NOT NULL,
    kept INT NOT NULL
);

CREATE TABLE policy_versions (
    document VARCHAR(64) COLLATE "C" NOT NULL,
    number INT NOT NULL,
    made_at BIGINT NOT NULL,
    effective_at BIGINT NOT NULL,
    author VARCHAR(64) NOT NULL,
    reason VARCHAR(500) NOT NULL,
    size INT NOT NULL,
    restores INT NOT NULL,
    revision BIGINT NOT NULL,
    called_off BOOLEAN NOT NULL,
    packed TEXT NOT NULL,
    token BIGINT NOT NULL,
    PRIMARY KEY (document, number)
);

CREATE INDEX policy_versions_changed ON policy_versions (document, revision);
