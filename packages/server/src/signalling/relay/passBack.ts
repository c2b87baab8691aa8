import { type BusChannel, LOST } from '../../cluster/bus/BusChannel.ts';
import { type Link, MOVED } from '../../sessions/host/Link.ts';

/** Passes on to a client what the node of its session sends. When that node is gone, the client comes back at once. */
export function passBack(channel: BusChannel, client: Pick<Link, 'send' | 'close'>): void {
	channel.on('message', (text) => client.send(text.toString()));
	channel.on('closed', (code, reason) => {
		if (code === LOST) client.close(MOVED.code, MOVED.reason);
		else client.close(code, reason);
	});
}
