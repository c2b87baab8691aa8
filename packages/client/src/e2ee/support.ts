/** How a browser lets pages change encoded frames. */
export type FrameApi = 'script-transform' | 'encoded-streams';

/** The API of this browser; undefined in one that has none, or on a page that is not secure. */
export function frameApi(): FrameApi | undefined {
	const { crypto, RTCRtpScriptTransform, RTCRtpSender, Worker } = globalThis as Partial<typeof globalThis>;
	if (crypto?.subtle === undefined || Worker === undefined) return undefined;
	if (RTCRtpScriptTransform !== undefined) return 'script-transform';
	return RTCRtpSender && 'createEncodedStreams' in RTCRtpSender.prototype ? 'encoded-streams' : undefined;
}
