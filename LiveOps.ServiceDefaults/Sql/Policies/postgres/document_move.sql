UPDATE policy_documents SET revision = (@batch::json ->> 'revision')::bigint, kept = kept + (@batch::json ->> 'more')::bigint WHERE document = @batch::json ->> 'document'
