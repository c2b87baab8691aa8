import { X } from 'lucide-react';
import { useStore } from '../base/Store.ts';
import type { Notices } from './Notices.ts';

/** The notices of the moment, newest at the bottom. Above every dialog, as they say what came of what was clicked there. */
export function NoticeList({ notices }: { notices: Notices }) {
	const shown = useStore(notices);
	return (
		<div
			role="status"
			aria-live="polite"
			data-testid="notices"
			className="pointer-events-none absolute bottom-12 left-3 z-60 flex max-w-[min(24rem,calc(100%-1.5rem))] flex-col items-start gap-2 sm:left-6"
		>
			{shown.map(({ id, text, tone }) => (
				<div
					key={id}
					className="floating arriving pointer-events-auto flex items-center gap-3 rounded-xl! py-2 pr-2 pl-3.5 text-sm font-medium"
				>
					<span className={`size-2 shrink-0 rounded-full ${tone === 'trouble' ? 'bg-danger' : 'bg-accent'}`} />
					<span className="min-w-0 break-words text-pretty">{text}</span>
					<button
						type="button"
						aria-label="Dismiss"
						onClick={() => notices.dismiss(id)}
						className="grid size-7 shrink-0 place-items-center rounded-lg text-soft hover:bg-raised"
					>
						<X className="size-4" />
					</button>
				</div>
			))}
		</div>
	);
}
