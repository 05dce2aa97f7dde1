-- Who did what, to whom or what, from what to what, when and why: written in the transaction that does it, and never changed but for the id of a player who is erased.
CREATE TABLE audit (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    token BIGINT NOT NULL,
    at BIGINT NOT NULL,
    operator VARCHAR(64) COLLATE "C" NOT NULL,
    via VARCHAR(16) NOT NULL,
    address VARCHAR(64) NOT NULL,
    kind VARCHAR(16) COLLATE "C" NOT NULL,
    action VARCHAR(32) COLLATE "C" NOT NULL,
    outcome VARCHAR(16) NOT NULL,
    player VARCHAR(64) COLLATE "C" NOT NULL,
    board VARCHAR(64) COLLATE "C" NOT NULL,
    win VARCHAR(16) NOT NULL,
    document VARCHAR(64) COLLATE "C" NOT NULL,
    version INT NOT NULL,
    reason VARCHAR(500) NOT NULL,
    until_at BIGINT NOT NULL,
    before_json TEXT NOT NULL,
    after_json TEXT NOT NULL,
    patch TEXT NOT NULL
);

CREATE UNIQUE INDEX audit_token ON audit (token);
CREATE INDEX audit_at ON audit (at);
CREATE INDEX audit_operator ON audit (operator, id);
CREATE INDEX audit_player ON audit (player, id);
CREATE INDEX audit_board ON audit (board, id);
CREATE INDEX audit_kind ON audit (kind, id);
CREATE INDEX audit_action ON audit (action, id);
