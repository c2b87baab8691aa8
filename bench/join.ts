/**
 * The time from `join()` to the first decoded frame of somebody who is already in the room: two pages of one Chromium, one
 * server, one machine.
 *
 *   npm run bench -- join [JOINS] [AT ONCE]
 *
 * Prints p50 and p95 over all joins, and where the time goes. With AT ONCE, as many people join together: the one who is
 * there sends few key frames, however many ask for one.
 */
import { TestBrowser } from '../e2e/support/browser.ts';
import { Caller } from '../e2e/support/caller.ts';
import { TestServer } from '../e2e/support/server.ts';

const JOINS = Number(process.argv[2] ?? 40);
const AT_ONCE = Number(process.argv[3] ?? 1);
/** Joins that are not counted: the browser compiles, the caches fill. */
const WARM_UP = 3;

/** ms since `join()`. */
interface Timing {
	readonly joined: number;
	readonly stream: number;
	readonly connected: number;
	readonly frame: number;
}

const server = await TestServer.start();
const browser = await TestBrowser.launch({ whole: true, colour: 'green' });
try {
	const roomId = await server.room();
	const options = { roomId, meeting: { micEnabled: true, webcamEnabled: true } };
	await Caller.join(browser, server, { ...options, participantId: 'there' });
	const timings: Timing[] = [];
	for (let i = 0; i * AT_ONCE < JOINS + WARM_UP * AT_ONCE; i++) {
		const callers = await Promise.all(
			Array.from({ length: AT_ONCE }, (_, place) => {
				const participantId = `comes-${i}-${place}`;
				return Caller.join(browser, server, { ...options, participantId, waitToJoin: true });
			}),
		);
		const measured = await Promise.all(callers.map(({ page }) => page.evaluate(measure)));
		if (i >= WARM_UP) timings.push(...measured);
		await Promise.all(callers.map((caller) => caller.run('meeting.leave()')));
		await Promise.all(callers.map(({ page }) => page.close()));
	}
	console.log(`${timings.length} joins of a browser into a room with another one, ms since join():`);
	for (const step of ['joined', 'stream', 'connected', 'frame'] as const) {
		const sorted = timings.map((timing) => timing[step]).sort((a, b) => a - b);
		const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
		const label = {
			joined: 'reply to the join',
			stream: 'stream announced',
			connected: 'ICE and DTLS done',
			frame: 'first decoded frame',
		};
		console.log(
			`  ${label[step].padEnd(20)} p50 ${at(0.5).toFixed(0).padStart(5)}   p95 ${at(0.95).toFixed(0).padStart(5)}   max ${at(1).toFixed(0).padStart(5)}`,
		);
	}
} finally {
	await browser.close();
	await server.stop();
}

/** In the page: joins, and notes when what happens. */
async function measure(): Promise<Timing> {
	const { meeting, connections } = window as never as {
		meeting: {
			join(): Promise<void>;
			on(event: string, listener: (...args: never[]) => void): void;
			participants: Map<string, RemoteParticipant>;
		};
		connections: RTCPeerConnection[];
	};
	type RemoteStream = { kind: string; track: MediaStreamTrack };
	type RemoteParticipant = {
		id: string;
		streams: Map<string, RemoteStream>;
		on(event: string, listener: (stream: RemoteStream) => void): void;
	};
	const start = performance.now();
	const since = () => performance.now() - start;
	let joined = 0;
	let stream = 0;
	let connected = 0;
	const frame = new Promise<number>((resolve) => {
		const show = (remote: RemoteStream) => {
			if (remote.kind !== 'video' || stream > 0) return;
			stream = since();
			const video = document.createElement('video');
			video.muted = true;
			video.autoplay = true;
			video.srcObject = new MediaStream([remote.track]);
			document.body.append(video);
			video.requestVideoFrameCallback(() => resolve(since()));
		};
		const watch = (participant: RemoteParticipant) => {
			// Later participants have their own start.
			if (participant.id !== 'there') return;
			for (const remote of participant.streams.values()) show(remote);
			participant.on('stream-enabled', show);
		};
		meeting.on('participant-joined', watch as never);
		meeting.on('meeting-joined', () => {
			joined = since();
			for (const participant of meeting.participants.values()) watch(participant);
		});
	});
	const poll = setInterval(() => {
		if (connected === 0 && connections.some((connection) => connection.connectionState === 'connected'))
			connected = since();
	}, 5);
	await meeting.join();
	const first = await frame;
	clearInterval(poll);
	return { joined, stream, connected, frame: first };
}
