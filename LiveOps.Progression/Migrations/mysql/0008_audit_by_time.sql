-- A page of the audit is read by time, whatever it is asked for by: with entries by the million, one of long ago, or of two filters that seldom meet, was looked for through all of them.
-- One statement, and once only: MySQL knows no IF NOT EXISTS of an index.
SET @missing = (SELECT COUNT(*) = 0 FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'audit' AND index_name = 'audit_board_action');
SET @statement = IF(@missing, 'ALTER TABLE audit DROP INDEX audit_at, DROP INDEX audit_operator, DROP INDEX audit_player, DROP INDEX audit_board, DROP INDEX audit_kind, DROP INDEX audit_action, ADD INDEX audit_at (at, id), ADD INDEX audit_operator (operator, at, id), ADD INDEX audit_player (player, at, id), ADD INDEX audit_board (board, at, id), ADD INDEX audit_kind (kind, at, id), ADD INDEX audit_action (action, at, id), ADD INDEX audit_operator_kind (operator, kind, at, id), ADD INDEX audit_operator_action (operator, action, at, id), ADD INDEX audit_board_operator (board, operator, at, id), ADD INDEX audit_board_action (board, action, at, id)', 'DO 0');
PREPARE index_audit FROM @statement;
EXECUTE index_audit;
DEALLOCATE PREPARE index_audit;
