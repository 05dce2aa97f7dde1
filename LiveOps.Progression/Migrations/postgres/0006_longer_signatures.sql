-- Receipts by ES256 have signatures of 64 bytes: there is room for them already.
COMMENT ON COLUMN rewards.signature IS '32 bytes by HS256, 64 by ES256';
