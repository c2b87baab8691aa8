/** One who gets a stream on a router, wherever it is sent. */
export interface View {
	/** Whether packets are wanted, which they are not until it is said. */
	flow(on: boolean): void;
	/** Wants nothing any more. */
	release(): void;
}

/** The view of somebody on the router that the stream is sent to: it needs no pipe. */
export const LOCAL_VIEW: View = { flow() {}, release() {} };
