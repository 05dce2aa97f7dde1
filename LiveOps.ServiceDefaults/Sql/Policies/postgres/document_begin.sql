INSERT INTO policy_documents (document, revision, kept) VALUES (@batch::json ->> 'document', 0, 0) ON CONFLICT (document) DO NOTHING
