// Gives the people of your app the tokens with which they join a call.
//
//   ROOMCAST_URL=https://calls.example.com ROOMCAST_API_KEY=… ROOMCAST_API_SECRET=… npm start
//   POST /token {"room":"monday-standup"} → {"roomId":"…","token":"…"}
import { createServer } from 'node:http';
import { ApiError, Roomcast } from '@roomcast/server-sdk';

const { ROOMCAST_URL = 'http://localhost:8080', ROOMCAST_API_KEY = '', ROOMCAST_API_SECRET = '' } = process.env;
const roomcast = new Roomcast({ url: ROOMCAST_URL, apiKey: ROOMCAST_API_KEY, secret: ROOMCAST_API_SECRET });

/**
 * Who asks. Replace this with the session of your app: whoever gets a token can join.
 *
 * @param {import('node:http').IncomingMessage} request
 */
function signedIn(request) {
	const user = request.headers['x-demo-user'];
	return typeof user === 'string' && /^[\w-]{1,64}$/.test(user) ? { id: user, isHost: user === 'host' } : undefined;
}

const server = createServer(async (request, response) => {
	/** @param {number} status @param {object} body */
	const answer = (status, body) => {
		response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
	};
	if (request.method !== 'POST' || request.url !== '/token') return answer(404, { error: 'Ask with POST /token' });
	const user = signedIn(request);
	if (user === undefined) return answer(401, { error: 'Sign in first' });
	try {
		const { room } = JSON.parse(Buffer.concat(await request.toArray()).toString());
		// Finds the room of that name, or makes it.
		const { roomId } = await roomcast.rooms.create({ customRoomId: room });
		const token = await roomcast.createToken({
			permissions: user.isHost ? ['allow_join', 'allow_mod'] : ['allow_join'],
			roles: ['rtc'],
			roomId,
			participantId: user.id,
		});
		answer(200, { roomId, token });
	} catch (error) {
		if (error instanceof ApiError && error.status === 400)
			return answer(400, { error: error.message, field: error.field });
		if (error instanceof SyntaxError) return answer(400, { error: 'The body is not JSON' });
		console.error(error);
		answer(502, { error: 'The call server does not answer' });
	}
});

server.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => console.log('listening'));
