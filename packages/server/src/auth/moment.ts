/** A time of a claim for people. @param seconds since the epoch, as a token says them */
export function moment(seconds: number | undefined): string {
	const date = new Date((seconds ?? 0) * 1000);
	return Number.isNaN(date.getTime()) ? `${seconds}` : date.toISOString();
}
