/** How large a video is received: the smallest size that is sent, the middle one, the largest. */
export type Quality = 'low' | 'med' | 'high';

/** A quality as apps may say it; the words that name layers (`s1t2`) are of older apps. */
export type QualityWord = Quality | 'medium' | `s${0 | 1 | 2}t${0 | 1 | 2}`;

/** Numbers about one audio stream, as `getAudioStats` gives them. */
export interface AudioStats {
	/** kbit/s since the last call; 0 at the first one. */
	bitrate: number;
	/** Round trip to the server, ms. */
	rtt: number;
	/** How media travels: `udp`, `tcp` or `relay`. */
	network: string;
	/** For example `audio/opus`. */
	codec: string;
	/** ms. */
	jitter: number;
	totalPackets: number;
	packetsLost: number;
}

/** Numbers about one video stream, as `getVideoStats` gives them. */
export interface VideoStats extends AudioStats {
	/** What holds the sender's quality back: `none`, `cpu`, `bandwidth` or `other`; null for received streams. */
	limitation: { reason: string } | null;
	size: { width: number; height: number; framerate: number };
	/** Layers that arrive (received streams) and that were asked for; null when unknown, which the type does not say. */
	currentSpatialLayer: number;
	currentTemporalLayer: number;
	preferredSpatialLayer: number;
	preferredTemporalLayer: number;
}

/** Numbers about the transports of the local participant. */
export interface TransportStats {
	send: { outgoingBitrate: number | null; totalSentBytes: number | null };
	receive: { incomingBitrate: number | null; totalReceivedBytes: number | null };
}
