import { useCallback } from 'react';
import { useCall } from '../call/CallContext.ts';
import { useSession } from '../session/SessionContext.ts';
import { inviteLink } from './inviteLink.ts';

/** Puts the link for the others on the clipboard and says so. */
export function useCopyLink(): () => Promise<void> {
	const { notices } = useCall();
	const { roomId } = useSession();
	return useCallback(async () => {
		const link = inviteLink(window.location.href, roomId);
		try {
			await navigator.clipboard.writeText(link);
			notices.tell('Link copied');
		} catch {
			notices.warn(`The link is ${link}`);
		}
	}, [notices, roomId]);
}
