/**
 * Where viewers of a room watch it.
 *
 * @param server where the server is, with a slash at its end
 */
export function watchLink(server: string, roomId: string): string {
	return new URL(`watch/${encodeURIComponent(roomId)}`, server).href;
}
