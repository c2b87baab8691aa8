// A receiver of webhooks as VideoSDK documents it, with the official package. Only the address of the API is another.
//
//   ROOMCAST_URL=http://localhost:8080 ROOMCAST_API_KEY=… ROOMCAST_API_SECRET=… PORT=3000 node webhook-receiver-videosdk.ts
import { createServer } from 'node:http';
import { VideoSDK } from '@videosdk.live/server-sdk';

const vsdk = new VideoSDK({
	apiKey: process.env.ROOMCAST_API_KEY ?? '',
	secret: process.env.ROOMCAST_API_SECRET ?? '',
	apiEndpoint: process.env.ROOMCAST_URL ?? 'http://localhost:8080',
});

const server = createServer(async (request, response) => {
	const body = Buffer.concat(await request.toArray());
	try {
		// Fetches the public key once, from GET /v2/public/rsa-public-key.
		const { type, data } = await vsdk.webhooks.verify(body, request.headers['videosdk-signature']);
		console.log(type, JSON.stringify(data));
		response.writeHead(204).end();
	} catch (error) {
		console.log('refused:', (error as Error).message);
		response.writeHead(400).end();
	}
});

server.listen(Number(process.env.PORT ?? 3000), () => console.log('listening'));
