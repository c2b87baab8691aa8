import { LayoutGrid } from 'lucide-react';
import { useCall } from '../call/CallContext.ts';
import { useStore } from '../hooks/useStore.ts';
import { ControlMenu, MenuChoice } from './ControlMenu.tsx';
import { LAYOUT_CHOICES } from './layouts.tsx';

/** How the tiles are laid out, for oneself only. */
export function LayoutControl() {
	const { view } = useCall();
	const { layout } = useStore(view);
	return (
		<ControlMenu
			trigger={
				<button
					type="button"
					aria-label="Layout"
					title="Layout"
					data-testid="layout-button"
					className="hidden h-12 w-13 place-items-center rounded-2xl bg-raised transition-colors hover:bg-pressed sm:grid [&_svg]:size-5.5"
				>
					<LayoutGrid />
				</button>
			}
		>
			<MenuChoice
				heading="Layout"
				choices={LAYOUT_CHOICES}
				value={layout}
				onChoose={(chosen) => view.chooseLayout(chosen)}
			/>
		</ControlMenu>
	);
}
