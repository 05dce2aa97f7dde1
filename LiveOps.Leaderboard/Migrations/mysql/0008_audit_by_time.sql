-- A page of the audit is read by time, whatever it is asked for by: with entries by the million, one of long ago, or of two filters that seldom meet, was looked for through all of them.
ALTER TABLE audit
    DROP INDEX audit_at,
    DROP INDEX audit_operator,
    DROP INDEX audit_player,
    DROP INDEX audit_board,
    DROP INDEX audit_kind,
    DROP INDEX audit_action,
    ADD INDEX audit_at (at, id),
    ADD INDEX audit_operator (operator, at, id),
    ADD INDEX audit_player (player, at, id),
    ADD INDEX audit_board (board, at, id),
    ADD INDEX audit_kind (kind, at, id),
    ADD INDEX audit_action (action, at, id),
    ADD INDEX audit_operator_kind (operator, kind, at, id),
    ADD INDEX audit_operator_action (operator, action, at, id),
    ADD INDEX audit_board_operator (board, operator, at, id),
    ADD INDEX audit_board_action (board, action, at, id);
