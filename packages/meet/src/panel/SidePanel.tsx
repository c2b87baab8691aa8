import { X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { useCall } from '../call/CallContext.ts';

/** The frame of what opens beside the tiles; on a phone it covers them. */
export function SidePanel({ title, testId, children }: { title: string; testId: string; children: ReactNode }) {
	const { view } = useCall();
	const heading = useRef<HTMLHeadingElement>(null);

	// Focus goes into the panel, and back to where it came from.
	useEffect(() => {
		const before = document.activeElement;
		heading.current?.focus();
		return () => {
			if (before instanceof HTMLElement) before.focus();
		};
	}, []);
	const closeOnEscape = (event: KeyboardEvent) => {
		if (event.key !== 'Escape' || event.defaultPrevented) return;
		event.stopPropagation();
		view.closePanel();
	};

	return (
		<aside
			aria-label={title}
			data-testid={testId}
			onKeyDown={closeOnEscape}
			className="arriving fixed inset-0 z-40 flex flex-col bg-surface md:static md:z-auto md:mt-4 md:mr-4 md:w-88 md:shrink-0 md:rounded-2xl md:border md:border-line"
		>
			<header className="flex h-14 shrink-0 items-center justify-between pr-2 pl-4">
				<h2 ref={heading} tabIndex={-1} className="text-base font-semibold outline-none">
					{title}
				</h2>
				<button
					type="button"
					aria-label="Close"
					onClick={() => view.closePanel()}
					data-testid="close-panel"
					className="grid size-10 place-items-center rounded-xl text-soft transition-colors hover:bg-raised hover:text-text"
				>
					<X className="size-5" />
				</button>
			</header>
			{children}
		</aside>
	);
}
