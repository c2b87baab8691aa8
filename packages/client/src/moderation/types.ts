/** What of a participant is pinned: camera, screen, or both. */
export type PinType = 'SHARE_AND_CAM' | 'CAM' | 'SHARE';

/** A moderator's question. Nothing happens before one of the two is called. */
export interface MediaRequested {
	/** Who asks. */
	readonly participantId: string;
	/** Turns it on. Rejects as `unmuteMic` and `enableWebcam` do. */
	accept(): Promise<void>;
	/** Leaves it off. */
	reject(): void;
}
