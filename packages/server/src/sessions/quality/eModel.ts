/**
 * Transmission rating of a call without any impairment: the default of every parameter (ITU-T G.107, 06/2015, table 3
 * and clause 7.7).
 */
const R_DEFAULT = 93.2;
/**
 * Equipment impairment and robustness against loss. ITU-T G.113 has no values for Opus; these are those of G.711 with
 * packet loss concealment (G.113, 11/2007, table I.4), which Opus with its own concealment and in-band FEC is not worse
 * than.
 */
const IE = 0;
const BPL = 25.1;
/** Losses are taken to be random. */
const BURST_R = 1;
/** ms that the client and its peer need beside the network: a frame of 20 ms, 6.5 ms look-ahead (RFC 6716), playout. */
const CODEC_DELAY = 30;

/** How a voice stream was carried. */
export interface VoicePath {
	/** Share of packets that were lost, 0 to 1. */
	readonly loss: number;
	/** Round trip between the participant and the server, in ms. */
	readonly rtt: number;
	/** Interarrival jitter in ms. */
	readonly jitter: number;
}

/**
 * Quality of a voice stream as a mean opinion score, 1 to 4.5: the E-model of ITU-T G.107 with every parameter at its
 * default but delay and loss. The delay impairment is the approximation of R. G. Cole and J. H. Rosenbluth (Voice over
 * IP performance monitoring, ACM CCR 31(2), 2001).
 *
 * The server knows one of the two ways between participants; the other one is taken to be as long. A playout buffer is
 * taken to hold twice the jitter.
 */
export function voiceScore({ loss, rtt, jitter }: VoicePath): number {
	const delay = rtt + 2 * jitter + CODEC_DELAY;
	const delayImpairment = 0.024 * delay + (delay > 177.3 ? 0.11 * (delay - 177.3) : 0);
	const percent = 100 * Math.min(1, Math.max(0, loss));
	const lossImpairment = IE + ((95 - IE) * percent) / (percent / BURST_R + BPL);
	return meanOpinion(R_DEFAULT - delayImpairment - lossImpairment);
}

/** ITU-T G.107 annex B. */
function meanOpinion(r: number): number {
	if (r <= 0) return 1;
	if (r >= 100) return 4.5;
	return Math.max(1, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6);
}
