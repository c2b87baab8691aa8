/**
 * Whether one of the patterns of a room's webhook names an event (VideoSDK v2, create room): exactly, `*` for all, or
 * a prefix such as `recording-*` or `session*`.
 */
export function namesEvent(patterns: readonly string[], event: string): boolean {
	return patterns.some((pattern) =>
		pattern.endsWith('*') ? event.startsWith(pattern.slice(0, -1)) : pattern === event,
	);
}
