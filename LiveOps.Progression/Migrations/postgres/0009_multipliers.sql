-- What live events multiply and when, as the leaderboard said it last, in base64.
CREATE TABLE multipliers (
    id INT NOT NULL PRIMARY KEY,
    said_at BIGINT NOT NULL,
    payload TEXT NOT NULL
);
