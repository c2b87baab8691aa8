import { useStore } from '../hooks/useStore.ts';
import type { Announcements } from './Announcements.ts';

/** Where screen readers read announcements. A live region, which dialogs and panels do not silence. */
export function Announcer({ announcements }: { announcements: Announcements }) {
	const { id, text } = useStore(announcements);
	return (
		<div role="status" aria-live="polite" className="sr-only" data-testid="announcer">
			{/* A new element each time: the same words are read out again. */}
			<p key={id}>{text}</p>
		</div>
	);
}
