SELECT revision FROM policy_documents WHERE document = @batch::json ->> 'document' FOR UPDATE
