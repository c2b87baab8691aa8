/**
 * The link to give to others: the room and a token for guests, and nothing of this page's own address. What a parameter
 * would show, hide or skip is not up to the person who invites.
 *
 * @param server where the server is, with a slash at its end
 */
export function inviteLink(server: string, roomId: string, token: string): string {
	const link = new URL(`meet/${encodeURIComponent(roomId)}`, server);
	link.searchParams.set('token', token);
	return link.href;
}
