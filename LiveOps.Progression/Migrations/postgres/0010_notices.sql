-- What others are told of what happened here: written in the transaction of its cause, numbered when it is seen, and deleted once a gateway has it.
CREATE TABLE notices (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number BIGINT NOT NULL,
    player VARCHAR(64) COLLATE "C" NOT NULL,
    content TEXT NOT NULL
);

CREATE INDEX notices_number ON notices (number, id);
CREATE INDEX notices_player ON notices (player);

CREATE TABLE notice_numbers (
    id INT NOT NULL PRIMARY KEY,
    last BIGINT NOT NULL
);

INSERT INTO notice_numbers (id, last) VALUES (1, 0);
