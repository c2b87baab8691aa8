/** Longest message of a store that is passed on. */
const MAX_LENGTH = 300;

/** What a store, or the way to it, says: one line for people. */
export function storeError(error: unknown): string {
	// Several addresses that were tried in vain are one error, whose own message is empty.
	if (error instanceof AggregateError && error.errors.length > 0) return storeError(error.errors[0]);
	if (!(error instanceof Error)) return String(error).slice(0, MAX_LENGTH);
	const { name, message } = error;
	const status = statusOf(error);
	const ownName = name === 'Error' || name === 'UnknownError' || message.startsWith(name) ? '' : `${name}: `;
	const text = `${ownName}${message}`.replaceAll(/\s+/g, ' ').trim();
	// An answer without a body, as to HEAD, has no message either.
	return (status === undefined ? text : `${text} (HTTP ${status})`).slice(0, MAX_LENGTH);
}

/** The HTTP status that an error of the SDK came with. */
export function statusOf(error: unknown): number | undefined {
	return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

/** Whether a store says that there is no such object, or no such upload. */
export function isMissing(error: unknown): boolean {
	const { name } = error as Error;
	return name === 'NotFound' || name === 'NoSuchKey' || name === 'NoSuchUpload';
}
