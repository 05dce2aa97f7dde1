// Verifies a delivery with npm's standardwebhooks: arguments are the secret, the headers as JSON, and the body in base64.
import { Webhook } from "standardwebhooks";

const [secret, headers, body] = process.argv.slice(2);
const event = new Webhook(secret).verify(Buffer.from(body, "base64").toString("utf8"), JSON.parse(headers));
console.log(event.type, event.subject);
