import { MAX_DATA_MESSAGE } from '@roomcast/contract/signalling/pubsub';
import { MeetingError } from '../errors/MeetingError.ts';

/** What `send` takes. */
export type DataPayload = string | Blob | ArrayBuffer | ArrayBufferView;

/**
 * The bytes of a message.
 *
 * @throws MeetingError 3068 for anything that is not a {@link DataPayload}; 3072 for more than 15 KiB
 */
export async function payloadBytes(payload: DataPayload): Promise<Uint8Array<ArrayBuffer>> {
	const bytes = await bytesOf(payload);
	if (bytes.length > MAX_DATA_MESSAGE)
		throw MeetingError.of(
			'ERROR_PAYLOAD_TOO_LARGE',
			`the message has ${bytes.length} bytes, ${MAX_DATA_MESSAGE} are allowed`,
		);
	return bytes;
}

async function bytesOf(payload: DataPayload): Promise<Uint8Array<ArrayBuffer>> {
	if (typeof payload === 'string') return new TextEncoder().encode(payload);
	if (payload instanceof ArrayBuffer) return new Uint8Array(payload);
	if (ArrayBuffer.isView(payload))
		return new Uint8Array(payload.buffer, payload.byteOffset, payload.byteLength).slice();
	if (payload instanceof Blob) return new Uint8Array(await payload.arrayBuffer());
	throw MeetingError.of(
		'ERROR_ACTION_NOT_SUPPORTED',
		`payload is a ${typeof payload}, allowed are a string, a Blob, an ArrayBuffer and a view of one`,
	);
}
