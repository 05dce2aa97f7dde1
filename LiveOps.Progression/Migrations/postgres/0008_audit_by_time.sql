-- A page of the audit is read by time, whatever it is asked for by: with entries by the million, one of long ago, or of two filters that seldom meet, was looked for through all of them.
DROP INDEX audit_at;
DROP INDEX audit_operator;
DROP INDEX audit_player;
DROP INDEX audit_board;
DROP INDEX audit_kind;
DROP INDEX audit_action;
CREATE INDEX audit_at ON audit (at, id);
CREATE INDEX audit_operator ON audit (operator, at, id);
CREATE INDEX audit_player ON audit (player, at, id);
CREATE INDEX audit_board ON audit (board, at, id);
CREATE INDEX audit_kind ON audit (kind, at, id);
CREATE INDEX audit_action ON audit (action, at, id);
CREATE INDEX audit_operator_kind ON audit (operator, kind, at, id);
CREATE INDEX audit_operator_action ON audit (operator, action, at, id);
CREATE INDEX audit_board_operator ON audit (board, operator, at, id);
CREATE INDEX audit_board_action ON audit (board, action, at, id);
