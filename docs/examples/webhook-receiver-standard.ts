// A receiver of webhooks that checks them with the package `standardwebhooks`.
//
//   WEBHOOK_SECRET=whsec_… PORT=3000 node webhook-receiver-standard.ts
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

const webhook = new Webhook(process.env.WEBHOOK_SECRET ?? '');
// Of a real receiver this is a table in its database: a message may come more than once.
const seen = new Set<string>();

const server = createServer(async (request, response) => {
	// The bytes as they came: parsing and writing them again may change them, and the signature would not fit.
	const body = Buffer.concat(await request.toArray()).toString();
	const headers = request.headers as Record<string, string>;
	try {
		const { webhookType, data } = webhook.verify(body, headers) as { webhookType: string; data: object };
		const id = headers['webhook-id'] ?? '';
		if (!seen.has(id)) console.log(webhookType, JSON.stringify(data));
		seen.add(id);
		response.writeHead(204).end();
	} catch (error) {
		console.log('refused:', (error as Error).message);
		response.writeHead(400).end();
	}
});

server.listen(Number(process.env.PORT ?? 3000), () => console.log('listening'));
