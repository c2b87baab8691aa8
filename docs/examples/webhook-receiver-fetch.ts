// A receiver of webhooks for servers that speak Fetch (Hono, Next.js, Deno, Bun, Workers): a `Request` in, a `Response` out.
//
//   WEBHOOK_SECRET=whsec_…
//   Next.js: export { receive as POST } in app/webhooks/route.ts    Deno: Deno.serve(receive)
//   Hono: app.post('/webhooks', (c) => receive(c.req.raw))          Bun, Workers: export default { fetch: receive }
import { Webhook } from 'standardwebhooks';

const webhook = new Webhook(process.env.WEBHOOK_SECRET ?? '');
// Of a real receiver this is a table in its database: a message may come more than once.
const seen = new Set<string>();

export async function receive(request: Request): Promise<Response> {
	// The text as it came, and a plain object: the package takes neither `Headers` nor bytes.
	const body = await request.text();
	const headers = Object.fromEntries(request.headers);
	try {
		const { webhookType, data } = webhook.verify(body, headers) as { webhookType: string; data: object };
		const id = headers['webhook-id'] ?? '';
		if (!seen.has(id)) console.log(webhookType, JSON.stringify(data));
		seen.add(id);
		return new Response(null, { status: 204 });
	} catch (error) {
		console.log('refused:', (error as Error).message);
		return new Response(null, { status: 400 });
	}
}
