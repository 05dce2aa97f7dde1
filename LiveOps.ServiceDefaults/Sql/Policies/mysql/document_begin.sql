INSERT IGNORE INTO policy_documents (document, revision, kept) VALUES (JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.document')), 0, 0)
