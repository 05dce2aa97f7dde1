// A server that speaks SQS's JSON protocol, on the port of this machine that is named; everything is in memory.
import { buildApp } from 'fauxqs';

await buildApp({ logger: false }).listen({ host: '127.0.0.1', port: Number(process.argv[2]) });
