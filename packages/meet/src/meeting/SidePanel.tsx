import { X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, type RefObject, useCallback, useLayoutEffect, useRef } from 'react';
import { canTakeFocus } from '../base/focus.ts';
import { useSnapshot } from '../base/useSnapshot.ts';
import { useCall } from './CallContext.ts';
import type { Panel } from './CallView.ts';
import { panelButtonId } from './PanelControl.tsx';

interface Props {
	panel: Panel;
	title: string;
	/** What the focus begins at; the heading when it is not given. */
	first?: RefObject<HTMLElement | null>;
	/** Whether people write in it: then letters typed anywhere in it are no shortcuts. */
	writing?: boolean;
	children: ReactNode;
}

/** The frame of what opens beside the tiles; on a phone it covers them. */
export function SidePanel({ panel, title, first, writing = false, children }: Props) {
	const { view } = useCall();
	const frame = useRef<HTMLElement>(null);
	const heading = useRef<HTMLHeadingElement>(null);

	// Focus goes into the panel, and back to where it came from; where that is gone, to the button of the panel. A layout
	// effect, because the panel must still be in the page to know whether the focus is in it.
	useLayoutEffect(() => {
		const before = document.activeElement;
		const inside = frame.current;
		(first?.current ?? heading.current)?.focus();
		return () => {
			const { activeElement } = document;
			if (activeElement !== document.body && inside?.contains(activeElement) === false) return;
			// What the panel covered can take the focus only when the panel is gone. Another panel that opened instead keeps it.
			queueMicrotask(() => {
				if (document.activeElement !== null && document.activeElement !== document.body) return;
				const back = canTakeFocus(before) ? before : document.getElementById(panelButtonId(panel));
				back?.focus();
			});
		};
	}, [first, panel]);
	const closeOnEscape = (event: KeyboardEvent) => {
		if (event.key !== 'Escape' || event.defaultPrevented) return;
		event.stopPropagation();
		view.closePanel();
	};

	return (
		<aside
			ref={frame}
			aria-label={title}
			data-testid={`${panel}-panel`}
			data-writing={writing || undefined}
			onKeyDown={closeOnEscape}
			className="arriving fixed inset-0 z-40 flex flex-col bg-surface md:static md:z-auto md:mt-4 md:mr-4 md:w-88 md:shrink-0 md:rounded-2xl md:border md:border-line"
		>
			<header className="flex h-14 shrink-0 items-center justify-between pr-2 pl-4">
				<h2 ref={heading} tabIndex={-1} className="text-base font-semibold outline-none">
					{title}
				</h2>
				<button
					type="button"
					aria-label={`Close ${title.toLowerCase()}`}
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

/** A window in which a panel has its place beside the tiles: the `md` of the styles of `SidePanel`. */
const WIDE = '(min-width: 48rem)';

/** Whether a panel that is open covers the call: then nothing below it can be used, by key or by finger. */
export function useCovered(open: boolean): boolean {
	const narrow = useSnapshot(
		useCallback((changed) => {
			const wide = matchMedia(WIDE);
			wide.addEventListener('change', changed);
			return () => wide.removeEventListener('change', changed);
		}, []),
		useCallback(() => !matchMedia(WIDE).matches, []),
	);
	return open && narrow;
}
