import { RoomcastError } from '@roomcast/contract';
import type { Bus } from '../../cluster/bus/Bus.ts';
import { LOST } from '../../cluster/bus/BusChannel.ts';
import type { App } from '../App.ts';
import { headerPairs } from './messages.ts';
import type { SharedAnswer } from './SharedAnswers.ts';
import { inject } from './serveForwarded.ts';

/** A `GET` or `HEAD` for another node. */
export interface Download {
	readonly method: string;
	/** With its query. */
	readonly path: string;
	readonly headers: [string, string][];
	/** Of the client. */
	readonly address: string;
}

/** Answers what other nodes fetch here for their clients. */
export function serveDownloads(bus: Bus, app: App): void {
	bus.accept('download', (request, channel) => {
		inject(app, { ...request, body: null }).then(
			({ statusCode, headers, rawPayload }) => {
				channel.send(JSON.stringify({ status: statusCode, headers: headerPairs(headers) }));
				channel.send(rawPayload);
				channel.close();
			},
			() => channel.terminate(),
		);
	});
}

/** Fetches from another node. @throws RoomcastError SESSION_ELSEWHERE when that does not answer */
export async function download(bus: Bus, nodeId: string, request: Download): Promise<SharedAnswer> {
	try {
		const channel = await bus.open(nodeId, 'download', request);
		return await new Promise((resolve, reject) => {
			const messages: Buffer[] = [];
			channel.on('message', (message) => messages.push(message));
			channel.on('closed', (code, reason) => {
				const [head, body] = messages;
				if (code === LOST || head === undefined || body === undefined) reject(new Error(reason));
				else resolve({ ...JSON.parse(head.toString()), body });
			});
		});
	} catch (cause) {
		throw new RoomcastError('SESSION_ELSEWHERE', 'the node that has the stream does not answer', { cause });
	}
}
