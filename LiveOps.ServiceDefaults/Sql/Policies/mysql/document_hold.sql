SELECT revision FROM policy_documents WHERE document = JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.document')) FOR UPDATE
