export { LiveOps } from "./client.js";
export type { LiveOpsOptions } from "./options.js";
export { LiveOpsError } from "./calls.js";
export { IndexedDbOutbox } from "./indexeddb.js";
export { MemoryOutbox, type Kept, type Outbox, type Waiting } from "./outbox.js";
export { verifyReceipt, type Jwks, type ReceiptClaims } from "./receipts.js";
export type * from "./types.js";
