/**
 * Where viewers of a room watch it.
 *
 * @param page address of the meeting page
 */
export function watchLink(page: string, roomId: string): string {
	return new URL(`/watch/${encodeURIComponent(roomId)}`, page).href;
}
