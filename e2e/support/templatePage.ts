import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A site with template pages, as a customer would run one. */
export class TemplateSite {
	readonly #server: Server;
	/** Addresses of the requested pages. */
	readonly visits: URL[] = [];
	readonly #held = new Set<ServerResponse>();

	private constructor(server: Server) {
		this.#server = server;
		server.on('request', (request, response) => {
			const url = new URL(request.url ?? '/', this.url);
			if (url.pathname !== '/favicon.ico') this.visits.push(url);
			if (url.pathname === '/never') {
				this.#held.add(response);
				return;
			}
			response.setHeader('content-type', 'text/html; charset=utf-8');
			if (url.pathname === '/page') response.end(PAGE);
			else if (url.pathname === '/frame') response.end(FRAME);
			else response.writeHead(404).end();
		});
	}

	static async open(): Promise<TemplateSite> {
		const server = createServer();
		const site = new TemplateSite(server);
		await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
		return site;
	}

	get url(): string {
		return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
	}

	close(): void {
		for (const response of this.#held) response.destroy();
		this.#server.closeAllConnections();
		this.#server.close();
	}
}

/** Colours of the quarters, row by row, and of the strip that says what the page sees of the call. */
export const QUARTERS = [
	[220, 40, 40],
	[40, 180, 60],
	[40, 80, 220],
	[230, 200, 40],
] as const;
/** Hz of what the page plays. */
export const TONE = 880;
/** Its amplitude in each of two channels. */
export const LOUDNESS = 0.4;

/** Where the page shows the camera of the participant, as a part of its width and height. */
export const CAMERA = { x: 0.85, y: 0.85, width: 0.1, height: 0.1 };

/** Sends UDP to a port of this machine in every way that a page has, if nothing keeps it from that. */
const SEND_UDP = `async (udp) => {
	const connection = new RTCPeerConnection({ iceServers: [{ urls: 'stun:127.0.0.1:' + udp }] });
	const other = new RTCPeerConnection();
	connection.createDataChannel('');
	await connection.setLocalDescription();
	await other.setRemoteDescription(connection.localDescription);
	await other.setLocalDescription(await other.createAnswer());
	await connection.setRemoteDescription(other.localDescription);
	const candidate = 'candidate:1 1 udp 2122260223 127.0.0.1 ' + udp + ' typ host';
	await connection.addIceCandidate({ candidate, sdpMid: '0' });
	try { new WebTransport('https://127.0.0.1:' + udp + '/').ready.catch(() => {}); } catch {}
}`;

/** A page within the page: it reports with a request that it has tried. */
const FRAME = `<!doctype html><title>Part of a template</title>
<script type="module">
	await (${SEND_UDP})(new URLSearchParams(location.search).get('udp'));
	fetch('/tried-in-a-frame', { mode: 'no-cors' }).catch(() => {});
</script>`;

/**
 * Four quarters, a white hand that turns once in two seconds, and a tone; it joins the call of its address by the client
 * SDK. A square in its corner is magenta while it has somebody in the call, whose camera it shows. With a page
 * within it, it tries to reach where it may not go.
 */
const PAGE = `<!doctype html><title>Template of a customer</title>
<style>
	html, body { margin: 0; height: 100%; }
	body { display: grid; grid: 1fr 1fr / 1fr 1fr; }
	#hand { position: fixed; left: 50%; top: 50%; width: 30vh; height: 6vh; margin-top: -3vh; background: #fff; transform-origin: 0 50%;
		animation: turn 2s linear infinite; }
	#call { position: fixed; left: 0; top: 0; width: 10vw; height: 10vh; background: #000; }
	#camera { position: fixed; left: ${CAMERA.x * 100}vw; top: ${CAMERA.y * 100}vh; width: ${CAMERA.width * 100}vw; height: ${CAMERA.height * 100}vh;
		object-fit: fill; }
	@keyframes turn { to { transform: rotate(1turn); } }
</style>
${QUARTERS.map((rgb) => `<div style="background: rgb(${rgb.join(', ')})"></div>`).join('')}
<div id="hand"></div><div id="call"></div><video id="camera" autoplay muted></video>
<script type="module">
	const query = new URLSearchParams(location.search);
	const audio = new AudioContext();
	const tone = new OscillatorNode(audio, { frequency: ${TONE} });
	tone.connect(new GainNode(audio, { gain: ${LOUDNESS} })).connect(audio.destination);
	tone.start();
	const server = query.get('server');
	const forbidden = query.get('forbidden');
	const udp = query.get('udp');
	if (udp !== null) {
		await (${SEND_UDP})(udp);
		const frame = document.createElement('iframe');
		// In a sandbox it has an origin of its own, and so a process of its own.
		frame.sandbox = 'allow-scripts';
		frame.src = '/frame?udp=' + udp;
		frame.hidden = true;
		document.body.append(frame);
	}
	if (forbidden !== null) fetch(forbidden, { mode: 'no-cors' }).catch(() => {});
	const { VideoSDK } = await import(server + '/sdk/roomcast-client.js');
	VideoSDK.config(query.get('token'));
	const camera = document.getElementById('camera');
	const meeting = VideoSDK.initMeeting({
		meetingId: query.get('meetingId'), participantId: query.get('participantId'), name: 'recorder',
		micEnabled: false, webcamEnabled: false, signalingBaseUrl: server,
	});
	const show = () => {
		document.getElementById('call').style.background = meeting.participants.size > 0 ? 'rgb(255, 0, 255)' : '#000';
	};
	meeting.on('meeting-joined', show);
	const watch = (participant) => {
		const play = (stream) => {
			if (stream.kind === 'video') camera.srcObject = new MediaStream([stream.track]);
		};
		for (const stream of participant.streams.values()) play(stream);
		participant.on('stream-enabled', play);
		show();
	};
	meeting.on('participant-joined', watch);
	meeting.on('participant-left', show);
	await meeting.join();
</script>`;
