/** What an RTP packet with Opus says. */
export interface AudioPacket {
	/** Loudness that the sender measured, in dBov (−127 to 0); undefined where it sends none (RFC 6464). */
	readonly level: number | undefined;
	/** How much sound it holds, in ms. */
	readonly duration: number;
	/** The Opus packet. */
	readonly payload: Buffer;
}

/**
 * Reads a packet.
 *
 * @param levelId id of the header extension `ssrc-audio-level`, where one was agreed on
 * @returns undefined for what is no RTP packet with sound in it
 */
export function readAudioPacket(packet: Buffer, levelId: number | undefined): AudioPacket | undefined {
	// RFC 3550, section 5.1.
	if (packet.length < 12) return undefined;
	const [first = 0] = packet;
	const sources = first & 0x0f;
	let offset = 12 + 4 * sources;
	let level: number | undefined;
	if ((first & 0x10) !== 0) {
		if (packet.length < offset + 4) return undefined;
		const length = 4 * packet.readUInt16BE(offset + 2);
		const profile = packet.readUInt16BE(offset);
		const elements = packet.subarray(offset + 4, offset + 4 + length);
		if (levelId !== undefined) level = levelIn(elements, profile, levelId);
		offset += 4 + length;
	}
	const padding = (first & 0x20) === 0 ? 0 : (packet.at(-1) ?? 0);
	const payload = packet.subarray(offset, packet.length - padding);
	return payload.length === 0 ? undefined : { level, duration: opusDuration(payload), payload };
}

/** Finds the level among header extensions of one or two bytes (RFC 8285, sections 4.2 and 4.3). */
function levelIn(elements: Buffer, profile: number, levelId: number): number | undefined {
	const long = (profile & 0xfff0) === 0x1000;
	if (!long && profile !== 0xbede) return undefined;
	for (let at = 0; at < elements.length; ) {
		const head = elements[at] ?? 0;
		const id = long ? head : head >> 4;
		if (id === 0) {
			at++;
			continue;
		}
		const length = long ? (elements[at + 1] ?? 0) : (head & 0x0f) + 1;
		const data = at + (long ? 2 : 1);
		// The first bit says whether it is a voice, the others −dBov.
		if (id === levelId && length > 0 && data < elements.length) return -((elements[data] ?? 0) & 0x7f) || 0;
		at = data + length;
	}
	return undefined;
}

/** ms of sound of an Opus packet (RFC 6716, section 3.1 and 3.2). */
function opusDuration(payload: Buffer): number {
	const [toc = 0, frames = 0] = payload;
	const config = toc >> 3;
	const frame =
		config < 12 ? ([10, 20, 40, 60][config & 3] ?? 0) : config < 16 ? 10 << (config & 1) : 2.5 * 2 ** (config & 3);
	return frame * ([1, 2, 2][toc & 3] ?? frames & 0x3f);
}
