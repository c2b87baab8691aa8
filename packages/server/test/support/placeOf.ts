import { opusParameters, type SignallingClient, vp8Parameters } from './SignallingClient.ts';

/** Where the media of a participant is: its transport, and the port of its worker. */
export function placeOf(
	sendTransport: { readonly id: string; readonly iceCandidates: readonly { readonly port: number }[] } | null,
): { transportId: string; port: number } {
	if (sendTransport === null) throw new Error('a participant sends');
	return { transportId: sendTransport.id, port: sendTransport.iceCandidates[0]?.port ?? 0 };
}

/** Sends a microphone and a camera, in signalling at least. @returns the ids of the producers */
export async function produce({
	client,
	transportId,
}: {
	readonly client: SignallingClient;
	readonly transportId: string;
}): Promise<string[]> {
	const audio = { transportId, kind: 'audio', rtpParameters: opusParameters(1) } as const;
	const video = { transportId, kind: 'video', width: 640, height: 360, rtpParameters: vp8Parameters(10) } as const;
	const produced = [await client.request('produce', audio), await client.request('produce', video)];
	return produced.map(({ producerId }) => producerId);
}
