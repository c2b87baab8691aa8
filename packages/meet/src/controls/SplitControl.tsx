import { ChevronUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { ControlMenu } from './ControlMenu.tsx';

/** A button and, where the window is wide enough for it, the menu of its devices. */
export function SplitControl({ button, menuLabel, menu }: { button: ReactNode; menuLabel: string; menu: ReactNode }) {
	return (
		<div className="flex items-center rounded-2xl bg-raised">
			{button}
			<ControlMenu
				trigger={
					<button
						type="button"
						aria-label={menuLabel}
						className="hidden h-12 w-8 place-items-center rounded-r-2xl text-soft transition-colors hover:bg-pressed hover:text-text sm:grid"
					>
						<ChevronUp className="size-4" />
					</button>
				}
			>
				{menu}
			</ControlMenu>
		</div>
	);
}
