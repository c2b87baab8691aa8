import { type ReactNode, useId } from 'react';
import { useStore } from '../base/Store.ts';
import { ControlButton } from '../ui/ControlButton.tsx';
import { useCall } from './CallContext.ts';
import type { Panel } from './CallView.ts';

/** Id of the button of a panel: focus goes there when the panel closes and what opened it is gone. */
export const panelButtonId = (panel: Panel): string => `${panel}-panel-button`;

interface Props {
	panel: Panel;
	label: string;
	shortcut: string;
	icon: ReactNode;
	/** How many things in there are new; the button says so. */
	news: number;
	/** What is new, in words for a screen reader. */
	newsText: string;
}

/** Opens and closes one of the panels, and counts what is new in it. */
export function PanelControl({ panel, label, shortcut, icon, news, newsText }: Props) {
	const { view } = useCall();
	const open = useStore(view).panel === panel;
	const described = useId();
	return (
		<span className="relative">
			<ControlButton
				id={panelButtonId(panel)}
				label={label}
				aria-describedby={news > 0 ? described : undefined}
				shortcut={shortcut}
				look={open ? 'live' : 'plain'}
				icon={icon}
				aria-pressed={open}
				onClick={() => view.togglePanel(panel)}
				data-testid={`${panel}-button`}
			/>
			{news > 0 && (
				<span id={described} className="sr-only">
					{newsText}
				</span>
			)}
			{news > 0 && (
				<span
					aria-hidden="true"
					data-testid={`${panel}-badge`}
					className="pointer-events-none absolute -top-1.5 -right-1.5 grid h-5.5 min-w-5.5 place-items-center rounded-full border-2 border-page bg-accent px-1 text-[0.6875rem] font-bold text-accent-text tabular-nums"
				>
					{news > 99 ? '99+' : news}
				</span>
			)}
		</span>
	);
}
