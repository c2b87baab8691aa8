import { type ErrorInfo, type RequestData, SUBPROTOCOL } from '@roomcast/contract';
import WebSocket from 'ws';

/** Ask to join a room over signalling, without media; what the server replied. */
export async function joinByWebSocket(
	url: string,
	token: string,
	roomId: string,
	more: Partial<RequestData<'join'>> = {},
): Promise<{ data?: { participantId: string }; error?: ErrorInfo }> {
	const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/signalling`, SUBPROTOCOL);
	try {
		return await new Promise((resolve, reject) => {
			socket.on('error', reject);
			socket.on('close', (code) => reject(new Error(`closed with ${code} before the reply`)));
			socket.on('open', () =>
				socket.send(
					JSON.stringify({ id: 1, method: 'join', data: { token, roomId, mode: 'SIGNALLING_ONLY', ...more } }),
				),
			);
			socket.on('message', (text) => {
				const message = JSON.parse(text.toString());
				if (message.id === 1) resolve(message);
			});
		});
	} finally {
		socket.removeAllListeners('close');
		socket.close();
	}
}
