SELECT revision, kept FROM policy_documents WHERE document = @batch::json ->> 'document'
