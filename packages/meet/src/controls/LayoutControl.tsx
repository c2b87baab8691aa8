import { Grid2x2, LayoutGrid, PanelRight, Sparkles, Square } from 'lucide-react';
import { useStore } from '../base/Store.ts';
import { useCall } from '../meeting/CallContext.ts';
import { ControlMenu, MenuChoice } from '../ui/ControlMenu.tsx';

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

/** The layouts as menus offer them. */
export const LAYOUT_CHOICES = [
	{ id: 'AUTO', label: 'Automatic', icon: <Sparkles /> },
	{ id: 'GRID', label: 'Grid', icon: <Grid2x2 /> },
	{ id: 'SIDEBAR', label: 'Speaker and others', icon: <PanelRight /> },
	{ id: 'SPOTLIGHT', label: 'Only the speaker', icon: <Square /> },
] as const;
