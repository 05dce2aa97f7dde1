-- What the best of a period that closed earn, once it is archived: ranks as by the policy of the closing.
CREATE TABLE rewards_due (
    period INT NOT NULL,
    reward VARCHAR(64) COLLATE "C" NOT NULL,
    first_rank INT NOT NULL,
    last_rank INT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (period, reward, first_rank)
);

-- What players have earned and the bus has not been told yet.
CREATE TABLE rewards_owed (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    reward VARCHAR(64) COLLATE "C" NOT NULL,
    player VARCHAR(64) COLLATE "C" NOT NULL,
    reached_at BIGINT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX rewards_owed_player ON rewards_owed (player);
