import { useEffect, useState } from 'react';
import type { RoomCaptures } from '../api/roomCaptures.ts';
import { useSession } from '../session/SessionContext.ts';

/** ms between two looks while the join screen is open. */
const INTERVAL = 5000;

/** Whether the call behind the join screen is recorded or streamed, as it changes; undefined until that is known. */
export function useRoomCaptures(): RoomCaptures | undefined {
	const session = useSession();
	const [captures, setCaptures] = useState<RoomCaptures>();
	useEffect(() => {
		let over = false;
		let timer: ReturnType<typeof setTimeout>;
		const look = async () => {
			// Nobody reads a page that is not shown.
			const found = document.hidden ? undefined : await session.captures();
			if (over) return;
			if (found !== undefined) setCaptures(found);
			timer = setTimeout(() => void look(), INTERVAL);
		};
		void look();
		return () => {
			over = true;
			clearTimeout(timer);
		};
	}, [session]);
	return captures;
}
