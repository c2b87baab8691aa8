/** Which of the server's addresses are used: both kinds with UDP first, UDP alone or TCP alone. */
export type PreferredProtocol = 'UDP_OVER_TCP' | 'UDP_ONLY' | 'TCP_ONLY';

/** How media finds its way. */
export interface PathOptions {
	readonly preferredProtocol: PreferredProtocol;
	/** `relay`: over TURN servers only. */
	readonly iceTransportPolicy: RTCIceTransportPolicy;
}
