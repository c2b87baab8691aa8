/** How one call runs. */
export interface CallOptions {
	/** ms for the whole call, retries included; default: that of the client. */
	readonly timeout?: number;
	/** Most repetitions; default: that of the client. */
	readonly retries?: number;
	/** Ends the call: it then rejects with the reason of the signal. */
	readonly signal?: AbortSignal;
	/** Another token than that of the client. */
	readonly token?: string;
}
