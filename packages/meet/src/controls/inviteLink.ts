/**
 * The link to give to others: the room without what is personal in this page's address (token, name, devices). The
 * query that concerns the look stays.
 */
export function inviteLink(address: string, roomId: string): string {
	const link = new URL(address);
	link.pathname = `/meet/${encodeURIComponent(roomId)}`;
	link.hash = '';
	for (const personal of ['token', 'participantId', 'name', 'micEnabled', 'webcamEnabled', 'cameraId', 'meetingId']) {
		link.searchParams.delete(personal);
	}
	return link.href;
}
