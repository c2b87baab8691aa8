import { MediaStreamTrack, RTCPeerConnection, RtpHeader, RtpPacket, useOPUS, useVP8 } from 'werift';
import type { TestServer } from '../TestServer.ts';

/** Payload type of what is sent first and alone in a section. */
const PAYLOAD = { audio: 96, video: 97 } as const;

/**
 * Somebody who publishes over WHIP with ICE, DTLS and SRTP of its own, and obeys no hint: what a test gives it is what
 * goes over the wire.
 */
export class RtpPublisher {
	readonly #peer: RTCPeerConnection;
	readonly #track: MediaStreamTrack;
	readonly #kind: 'audio' | 'video';
	#sequence = 0;
	#timestamp = 0;
	#timer: NodeJS.Timeout | undefined;

	private constructor(peer: RTCPeerConnection, track: MediaStreamTrack, kind: 'audio' | 'video') {
		this.#peer = peer;
		this.#track = track;
		this.#kind = kind;
	}

	/**
	 * Publishes, and resolves when DTLS is done.
	 *
	 * @param said what becomes of the offer on its way to the server
	 */
	static async publish(
		server: TestServer,
		{ roomId, participantId, kind }: { roomId: string; participantId: string; kind: 'audio' | 'video' },
		said: (offer: string) => string = (offer) => offer,
	): Promise<RtpPublisher> {
		const codecs = {
			audio: [useOPUS({ payloadType: PAYLOAD.audio })],
			video: [useVP8({ payloadType: PAYLOAD.video })],
		};
		const peer = new RTCPeerConnection({
			codecs,
			iceServers: [],
			iceUseIpv6: false,
			iceAdditionalHostAddresses: ['127.0.0.1'],
		});
		const track = new MediaStreamTrack({ kind });
		peer.addTransceiver(track, { direction: 'sendonly' });
		await peer.setLocalDescription(await peer.createOffer());
		const response = await fetch(`${server.url}/v2/whip?${new URLSearchParams({ roomId, participantId })}`, {
			method: 'POST',
			headers: { 'content-type': 'application/sdp', authorization: `Bearer ${await server.token()}` },
			body: said(peer.localDescription?.sdp ?? ''),
		});
		const sdp = await response.text();
		if (response.status !== 201) throw new Error(`WHIP: ${response.status} ${sdp}`);
		const connected = new Promise<void>((resolve, reject) => {
			peer.connectionStateChange.subscribe((state) => {
				if (state === 'connected') resolve();
				if (state === 'failed') reject(new Error('the publisher did not connect'));
			});
		});
		await peer.setRemoteDescription({ type: 'answer', sdp });
		await connected;
		return new RtpPublisher(peer, track, kind);
	}

	/** Packets that were sent. */
	get sent(): number {
		return this.#sequence;
	}

	/** Sends one packet of `bytes` payload. */
	send(bytes: number): void {
		this.sendPayload(Buffer.alloc(bytes, 1), 20);
	}

	/** Sends one packet with as much sound as `duration` says, in ms. */
	sendPayload(payload: Buffer, duration: number): void {
		const header = new RtpHeader({
			payloadType: PAYLOAD[this.#kind],
			sequenceNumber: this.#sequence++ & 0xffff,
			timestamp: this.#timestamp >>> 0,
			marker: true,
		});
		this.#timestamp += 48 * duration;
		this.#track.writeRtp(new RtpPacket(header, payload));
	}

	/** Sends `packets` each 20 ms, until it is told otherwise. A timer that is late sends what was due. */
	sendEvery20Ms(packets: number, bytes: number): void {
		clearInterval(this.#timer);
		const begun = performance.now();
		let sent = 0;
		this.#timer = setInterval(() => {
			for (const due = Math.ceil((performance.now() - begun) / 20) * packets; sent < due; sent++) this.send(bytes);
		}, 20);
	}

	/** Sends bytes as they are, from the address that its ICE was verified with. */
	async sendRaw(data: Buffer): Promise<void> {
		await this.#peer.iceTransports[0]?.connection.send(data);
	}

	async close(): Promise<void> {
		clearInterval(this.#timer);
		await this.#peer.close();
	}
}
