import type { CDPSession, Page } from 'playwright-core';

interface Counting {
	/** What the page has open now, by kind. */
	leftovers(): Record<string, number>;
}
declare const window: Counting & Window & typeof globalThis;

/**
 * Runs in a page before its scripts: counts what they open and do not close, and listeners on what outlives a component.
 */
export function countLeftovers(): void {
	// Weak: what nobody else keeps must not stay for the sake of counting.
	const connections: WeakRef<RTCPeerConnection>[] = [];
	const sockets: WeakRef<WebSocket>[] = [];
	const tracks: WeakRef<MediaStreamTrack>[] = [];
	const timers = new Set<number>();
	const intervals = new Set<number>();
	const listeners = new Map<EventTarget, Map<string, Set<unknown>>>();

	window.RTCPeerConnection = class extends RTCPeerConnection {
		constructor(configuration?: RTCConfiguration) {
			super(configuration);
			connections.push(new WeakRef(this));
		}
	};
	window.WebSocket = class extends WebSocket {
		constructor(url: string | URL, protocols?: string | string[]) {
			super(url, protocols);
			sockets.push(new WeakRef(this));
		}
	};
	const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
	navigator.mediaDevices.getUserMedia = async (constraints) => {
		const stream = await open(constraints);
		tracks.push(...stream.getTracks().map((track) => new WeakRef(track)));
		return stream;
	};

	const { setTimeout: start, clearTimeout: stop, setInterval: repeat, clearInterval: end } = window;
	window.setTimeout = ((handler: (...args: unknown[]) => void, delay?: number, ...args: unknown[]) => {
		const id = start(() => {
			timers.delete(id);
			handler(...args);
		}, delay);
		timers.add(id);
		return id;
	}) as typeof setTimeout;
	window.clearTimeout = ((id?: number) => {
		timers.delete(id ?? 0);
		stop(id);
	}) as typeof clearTimeout;
	window.setInterval = ((handler: () => void, delay?: number) => {
		const id = repeat(handler, delay);
		intervals.add(id);
		return id;
	}) as typeof setInterval;
	window.clearInterval = ((id?: number) => {
		intervals.delete(id ?? 0);
		end(id);
	}) as typeof clearInterval;

	const key = (type: string, options?: boolean | EventListenerOptions) =>
		`${type} ${typeof options === 'object' ? Boolean(options.capture) : Boolean(options)}`;
	const lasting = (target: unknown) =>
		target === undefined || target === window || target === document || target === navigator.mediaDevices;
	const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
	EventTarget.prototype.addEventListener = function (type, listener, options) {
		const target = this ?? window;
		if (lasting(this) && listener !== null) {
			const of = listeners.get(target) ?? new Map<string, Set<unknown>>();
			listeners.set(target, of);
			of.set(key(type, options), (of.get(key(type, options)) ?? new Set()).add(listener));
		}
		add.call(target, type, listener, options);
	};
	EventTarget.prototype.removeEventListener = function (type, listener, options) {
		const target = this ?? window;
		listeners.get(target)?.get(key(type, options))?.delete(listener);
		remove.call(target, type, listener, options);
	};

	window.leftovers = () => ({
		connections: connections.filter((one) => (one.deref()?.connectionState ?? 'closed') !== 'closed').length,
		sockets: sockets.filter((one) => (one.deref()?.readyState ?? WebSocket.CLOSED) < WebSocket.CLOSING).length,
		tracks: tracks.filter((one) => one.deref()?.readyState === 'live').length,
		timers: timers.size + intervals.size,
		listeners: [...listeners.values()].flatMap((of) => [...of.values()]).reduce((sum, { size }) => sum + size, 0),
		// So that a test knows that it counts at all.
		made: connections.length + sockets.length + tracks.length,
	});
}

/** The heap of a page, in bytes, after everything that nobody reaches is collected. */
export async function heapOf(page: Page, session: CDPSession): Promise<number> {
	// React in development measures each component, and the browser keeps what is measured.
	await page.evaluate(() => performance.clearMeasures());
	// What was let go by the first collection is freed by the next ones.
	for (let round = 0; round < 3; round++) await session.send('HeapProfiler.collectGarbage');
	await page.evaluate(() => new Promise(requestAnimationFrame));
	await session.send('HeapProfiler.collectGarbage');
	return (await session.send('Runtime.getHeapUsage')).usedSize;
}
