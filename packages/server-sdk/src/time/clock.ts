/** The wall clock, for the times in tokens and webhooks: seconds since 1970. */
export function epochSeconds(): number {
	return Math.floor(Date.now() / 1000);
}
