import type { Bus } from '../../cluster/bus/Bus.ts';
import { LOST } from '../../cluster/bus/BusChannel.ts';
import { BusError } from '../../cluster/bus/BusError.ts';
import type { App } from '../App.ts';
import { type ForwardedAnswer, type ForwardedRequest, headerPairs } from './messages.ts';
import { inject } from './serveForwarded.ts';

/** ms that another node has to answer: starting a recording may take 20 s there, and playlists wait for 18 s. */
const ANSWER_WITHIN = 45_000;

/** Answers what other nodes forward here for their clients. */
export function serveOverBus(bus: Bus, app: App): void {
	bus.accept('http', (request, channel) => {
		inject(app, request).then(
			({ statusCode, headers, rawPayload }) => {
				channel.send(JSON.stringify({ status: statusCode, headers: headerPairs(headers) }));
				channel.send(rawPayload);
				channel.close();
			},
			() => channel.terminate(),
		);
	});
}

/** Has another node answer. @throws BusError `unreachable` only when it has not seen the request */
export async function forwardOverBus(bus: Bus, nodeId: string, request: ForwardedRequest): Promise<ForwardedAnswer> {
	const channel = await bus.open(nodeId, 'http', request);
	const late = setTimeout(() => channel.terminate(), ANSWER_WITHIN);
	try {
		return await new Promise((resolve, reject) => {
			const messages: Buffer[] = [];
			channel.on('message', (message) => messages.push(message));
			channel.on('closed', (code, reason) => {
				const [head, body] = messages;
				if (code === LOST || head === undefined || body === undefined) reject(new BusError('failed', reason));
				else resolve({ ...JSON.parse(head.toString()), body });
			});
		});
	} finally {
		clearTimeout(late);
	}
}
