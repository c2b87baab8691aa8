const two = (value: number) => String(value).padStart(2, '0');

/** A length of time as a clock shows it: `0:07`, `12:34`, `1:02:03`. @param ms never shown below 0 */
export function elapsed(ms: number): string {
	const seconds = Math.max(0, Math.floor(ms / 1000));
	const minutes = Math.floor(seconds / 60);
	const hours = Math.floor(minutes / 60);
	const short = `${hours > 0 ? two(minutes % 60) : minutes}:${two(seconds % 60)}`;
	return hours > 0 ? `${hours}:${short}` : short;
}
