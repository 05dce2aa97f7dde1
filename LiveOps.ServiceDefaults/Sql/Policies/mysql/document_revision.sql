SELECT revision, kept FROM policy_documents WHERE document = JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.document'))
