-- Receipts by ES256 have signatures of 64 bytes.
ALTER TABLE rewards MODIFY signature VARBINARY(64);
