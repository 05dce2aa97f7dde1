CREATE TABLE things (id text PRIMARY KEY, count bigint NOT NULL);
