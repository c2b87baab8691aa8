/** What the browser says about its network. */
export interface NetworkListener {
	/** There is a network again, or another one. */
	changed(): void;
	/** The browser thinks that there is none; it can be wrong. */
	offline(): void;
}

/** The part of the Network Information API that is used; Chromium only. */
interface NetworkInformation extends EventTarget {
	readonly type?: string;
}

/**
 * Listens to changes of the network.
 *
 * @returns ends it
 */
export function watchNetwork(listener: NetworkListener): () => void {
	const target = globalThis as unknown as EventTarget;
	const connection = (globalThis.navigator as { connection?: NetworkInformation } | undefined)?.connection;
	const changed = () => listener.changed();
	const offline = () => listener.offline();
	let type = connection?.type;
	const information = () => {
		// It also fires whenever an estimate of the bandwidth changes.
		if (connection?.type === type) return;
		type = connection?.type;
		changed();
	};
	target.addEventListener?.('online', changed);
	target.addEventListener?.('offline', offline);
	connection?.addEventListener?.('change', information);
	return () => {
		target.removeEventListener?.('online', changed);
		target.removeEventListener?.('offline', offline);
		connection?.removeEventListener?.('change', information);
	};
}
