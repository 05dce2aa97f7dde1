SELECT packed FROM policy_versions WHERE document = @batch::json ->> 'document' AND number = (@batch::json ->> 'number')::bigint
