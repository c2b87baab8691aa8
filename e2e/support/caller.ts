import type { Page } from 'playwright-core';
import type { TestServer } from './server.ts';

/** What the page of a caller keeps for the tests. */
interface CallerWindow {
	RTCPeerConnection: typeof RTCPeerConnection;
	VideoSDK: typeof import('@roomcast/client').VideoSDK;
	sdk: typeof import('@roomcast/client');
	/** Of an end-to-end encrypted meeting. */
	keys: import('@roomcast/client').ExternalE2EEKeyProvider;
	/** What its `e2ee-state-change` said, as `ann video DecryptionSucceeded`. */
	states: string[];
	meeting: ReturnType<typeof import('@roomcast/client').VideoSDK.initMeeting>;
	/** Events of the meeting, in order: name and the plain part of the arguments. */
	log: { event: string; args: unknown[]; at: number }[];
	connections: RTCPeerConnection[];
}
declare const window: CallerWindow & Window;

export interface CallerOptions {
	readonly roomId: string;
	readonly participantId: string;
	readonly token?: string;
	/** More options of `initMeeting`. */
	readonly meeting?: Record<string, unknown>;
	/** Where the signalling goes; the server itself when absent. */
	readonly signalingBaseUrl?: string;
	/** The passphrase of an end-to-end encrypted meeting. */
	readonly e2eeKey?: string;
	/** As in browsers that have `createEncodedStreams` and no `RTCRtpScriptTransform`. */
	readonly oldFrameApi?: boolean;
	/** Do not call `join()`. */
	readonly waitToJoin?: boolean;
}

const LOGGED_EVENTS = [
	'meeting-joined',
	'meeting-left',
	'meeting-state-changed',
	'participant-joined',
	'participant-left',
	'speaker-changed',
	'presenter-changed',
	'participant-mode-changed',
	'entry-waiting',
	'entry-requested',
	'entry-request-ended',
	'entry-responded',
	'media-disabled',
	'pin-state-changed',
	'error',
];

/** A page that is in a call through the SDK alone, without the prebuilt page. */
export class Caller {
	readonly page: Page;
	readonly id: string;

	private constructor(page: Page, id: string) {
		this.page = page;
		this.id = id;
	}

	/** Opens a page and joins; resolves when the meeting is joined. */
	static async join(browser: { page(): Promise<Page> }, server: TestServer, options: CallerOptions): Promise<Caller> {
		const page = await browser.page();
		// The test runner compiles functions with a helper that pages do not have.
		await page.addInitScript('globalThis.__name = (target) => target');
		await page.addInitScript(() => {
			window.connections = [];
			const Native = RTCPeerConnection;
			// For statistics in tests: the SDK does not expose its connections.
			window.RTCPeerConnection = class extends Native {
				constructor(configuration?: RTCConfiguration) {
					super(configuration);
					window.connections.push(this);
				}
			} as typeof RTCPeerConnection;
		});
		if (options.oldFrameApi === true)
			await page.addInitScript(() => {
				delete (globalThis as Partial<typeof globalThis>).RTCRtpScriptTransform;
			});
		await page.goto(`${server.url}/healthz`);
		await page.addScriptTag({
			type: 'module',
			content: "import * as sdk from '/sdk/roomcast-client.js'; window.sdk = sdk; window.VideoSDK = sdk.VideoSDK;",
		});
		await page.waitForFunction(() => window.VideoSDK !== undefined);
		const caller = new Caller(page, options.participantId);
		await page.evaluate(
			async ({ token, events, waitToJoin, e2eeKey, ...meetingOptions }) => {
				window.VideoSDK.config(token);
				window.VideoSDK.setLogLevel('ERROR');
				window.log = [];
				window.states = [];
				if (e2eeKey !== undefined) {
					window.keys = new window.sdk.ExternalE2EEKeyProvider();
					await window.keys.setSharedKey(e2eeKey);
					window.VideoSDK.setKeyProvider(window.keys);
				}
				const meeting = window.VideoSDK.initMeeting(meetingOptions as never);
				window.meeting = meeting;
				for (const event of events) {
					meeting.on(
						event as never,
						((...args: unknown[]) => {
							const plain = args.map((arg) =>
								typeof arg === 'object' && arg !== null && 'displayName' in arg
									? (arg as { id?: string }).id
									: JSON.parse(JSON.stringify(arg ?? null)),
							);
							window.log.push({ event, args: plain, at: Date.now() });
						}) as never,
					);
				}
				const show = (participantId: string, stream: { kind: string; track: MediaStreamTrack }) => {
					const id = `${stream.kind}-${participantId}`;
					const old = document.getElementById(id) as HTMLVideoElement | null;
					const element = old ?? document.createElement('video');
					element.id = id;
					element.autoplay = true;
					element.muted = stream.kind === 'video' || stream.kind === 'share';
					element.width = 320;
					element.height = 180;
					element.srcObject = new MediaStream([stream.track]);
					if (old !== null) return;
					document.body.append(element);
					// Firefox counts no `totalVideoFrames` of what it receives by WebRTC.
					const count = () => {
						element.dataset.shown = String(Number(element.dataset.shown ?? 0) + 1);
						element.requestVideoFrameCallback(count);
					};
					element.requestVideoFrameCallback(count);
				};
				const watch = (participant: { id: string; streams: Map<string, never>; on: (e: never, f: never) => void }) => {
					for (const stream of participant.streams.values()) show(participant.id, stream);
					participant.on('stream-enabled' as never, ((stream: never) => show(participant.id, stream)) as never);
					const keep = ({ kind, state }: { kind: string; state: string }) =>
						window.states.push(`${participant.id} ${kind} ${state}`);
					participant.on('e2ee-state-change' as never, keep as never);
				};
				meeting.on('participant-joined' as never, watch as never);
				meeting.on(
					'meeting-joined' as never,
					(() => {
						for (const participant of meeting.participants.values()) watch(participant as never);
					}) as never,
				);
				if (waitToJoin) return;
				const joined = new Promise<void>((resolve) => meeting.on('meeting-joined' as never, resolve as never));
				await meeting.join();
				await joined;
			},
			{
				token: options.token ?? server.token(),
				events: LOGGED_EVENTS,
				waitToJoin: options.waitToJoin ?? false,
				e2eeKey: options.e2eeKey,
				meetingId: options.roomId,
				participantId: options.participantId,
				name: options.participantId,
				micEnabled: true,
				webcamEnabled: true,
				signalingBaseUrl: options.signalingBaseUrl ?? server.url,
				...options.meeting,
			},
		);
		return caller;
	}

	/** Ids of the others. */
	others(): Promise<string[]> {
		return this.page.evaluate(() => [...window.meeting.participants.keys()]);
	}

	/** Frames shown so far of somebody's stream; 0 while there is none. */
	frames(participantId: string, kind: 'video' | 'share' = 'video'): Promise<number> {
		return this.page.evaluate((id) => {
			const video = document.getElementById(id) as HTMLVideoElement | null;
			return video?.getVideoPlaybackQuality().totalVideoFrames || Number(video?.dataset.shown ?? 0);
		}, `${kind}-${participantId}`);
	}

	/** Size of somebody's picture as it arrives, in pixels. */
	pictureSize(participantId: string, kind: 'video' | 'share' = 'video'): Promise<{ width: number; height: number }> {
		return this.page.evaluate((id) => {
			const video = document.getElementById(id) as HTMLVideoElement | null;
			return { width: video?.videoWidth ?? 0, height: video?.videoHeight ?? 0 };
		}, `${kind}-${participantId}`);
	}

	/** Mean colour of the middle of somebody's picture, 0–255 each. */
	colour(participantId: string, kind: 'video' | 'share' = 'video'): Promise<{ r: number; g: number; b: number }> {
		return this.page.evaluate(meanColour, `#${kind}-${participantId}`);
	}

	/** Sum over the received audio of its energy (W3C webrtc-stats `totalAudioEnergy`). */
	audioEnergy(): Promise<number> {
		return this.page.evaluate(async () => {
			let energy = 0;
			for (const connection of window.connections) {
				for (const report of (await connection.getStats()).values()) {
					if (report.type === 'inbound-rtp' && report.kind === 'audio') energy += report.totalAudioEnergy ?? 0;
				}
			}
			return energy;
		});
	}

	/** The loudest frequency in the sound of an element in Hz, 0 while it has none. */
	loudest(id: string): Promise<number> {
		return this.page.evaluate(async (id) => {
			const stream = (document.getElementById(id) as HTMLVideoElement | null)?.srcObject;
			if (!(stream instanceof MediaStream)) return 0;
			const audio = new AudioContext();
			const analyser = new AnalyserNode(audio, { fftSize: 4096 });
			audio.createMediaStreamSource(stream).connect(analyser);
			await new Promise((resolve) => setTimeout(resolve, 300));
			const levels = new Float32Array(analyser.frequencyBinCount);
			analyser.getFloatFrequencyData(levels);
			await audio.close();
			const loudest = levels.reduce((best, level, bin) => (level > (levels[best] ?? 0) ? bin : best), 0);
			return (levels[loudest] ?? -Infinity) < -60 ? 0 : (loudest * audio.sampleRate) / analyser.fftSize;
		}, id);
	}

	/** How many connections the page has ever made. */
	connectionsMade(): Promise<number> {
		return this.page.evaluate(() => window.connections.length);
	}

	/** Types and protocols of the local ends of the paths in use. */
	paths(): Promise<{ type: string; protocol: string }[]> {
		return this.page.evaluate(async () => {
			const paths: { type: string; protocol: string }[] = [];
			for (const connection of window.connections) {
				if (connection.connectionState !== 'connected') continue;
				const reports = await connection.getStats();
				for (const report of reports.values()) {
					if (report.type !== 'transport' || report.selectedCandidatePairId === undefined) continue;
					const pair = reports.get(report.selectedCandidatePairId);
					const local = reports.get(pair.localCandidateId);
					paths.push({ type: local.candidateType, protocol: local.relayProtocol ?? local.protocol });
				}
			}
			return paths;
		});
	}

	/** The arguments of events of that name, oldest first. */
	events(name: string): Promise<{ args: unknown[]; at: number }[]> {
		return this.page.evaluate((event) => window.log.filter((entry) => entry.event === event), name);
	}

	/** Runs something with the meeting of the page. */
	run<T>(action: string): Promise<T> {
		return this.page.evaluate(`(async (meeting) => ${action})(window.meeting)`) as Promise<T>;
	}
}

/** Mean colour of the middle ninth of a video element, in the page. */
export function meanColour(selector: string): { r: number; g: number; b: number } {
	const video = document.querySelector(selector) as HTMLVideoElement | null;
	if (video === null || video.videoWidth === 0) return { r: -1, g: -1, b: -1 };
	const canvas = document.createElement('canvas');
	canvas.width = 30;
	canvas.height = 30;
	const context = canvas.getContext('2d');
	if (context === null) throw new Error('no canvas');
	context.drawImage(video, 0, 0, 30, 30);
	const { data } = context.getImageData(10, 10, 10, 10);
	let [r, g, b] = [0, 0, 0];
	for (let i = 0; i < data.length; i += 4) {
		r += data[i] ?? 0;
		g += data[i + 1] ?? 0;
		b += data[i + 2] ?? 0;
	}
	const count = data.length / 4;
	return { r: r / count, g: g / count, b: b / count };
}
