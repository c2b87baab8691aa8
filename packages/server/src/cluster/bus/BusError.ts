/** How asking another node failed. `unreachable`: nobody has seen the request. */
export type BusFailure = 'unreachable' | 'timeout' | 'failed';

export class BusError extends Error {
	override readonly name = 'BusError';
	readonly failure: BusFailure;

	constructor(failure: BusFailure, message: string, options?: ErrorOptions) {
		super(message, options);
		this.failure = failure;
	}
}
