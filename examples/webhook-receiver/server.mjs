// Receives webhooks, checks who sent them, and skips repetitions.
//
//   WEBHOOK_SECRET=whsec_… npm start
import { createServer } from 'node:http';
import { verifyWebhook, WebhookError } from '@roomcast/server-sdk';

const secret = process.env.WEBHOOK_SECRET ?? '';
// In a real receiver, a table of your database: a message can come more than once.
const seen = new Set();

const server = createServer(async (request, response) => {
	try {
		// The bytes as they came: JSON that is parsed and written again may differ.
		const body = Buffer.concat(await request.toArray());
		const message = await verifyWebhook({ body, headers: request.headers, secret });
		// Answer first, work afterwards: the server waits 15 s.
		response.writeHead(204).end();
		if (seen.has(message.id)) return;
		seen.add(message.id);
		console.log(message.webhookType, JSON.stringify(message.data));
	} catch (error) {
		if (!(error instanceof WebhookError)) console.error(error);
		response.writeHead(error instanceof WebhookError ? 400 : 500).end();
	}
});

server.listen(Number(process.env.PORT ?? 3000), () => console.log('listening'));
