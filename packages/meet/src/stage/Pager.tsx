import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

/** Turns the pages of the grid. */
export function Pager({ page, pages, onTurn }: { page: number; pages: number; onTurn: (page: number) => void }) {
	return (
		<nav
			aria-label="Pages of the grid"
			data-testid="pager"
			className="absolute bottom-3 left-1/2 z-10 flex -translate-x-1/2 items-center gap-1 rounded-full bg-black/65 p-1 text-sm font-medium text-white"
		>
			<Turn label="Previous page" disabled={page === 0} onClick={() => onTurn(page - 1)}>
				<ChevronLeft />
			</Turn>
			<span className="px-1 tabular-nums" aria-live="polite">
				{page + 1} / {pages}
			</span>
			<Turn label="Next page" disabled={page === pages - 1} onClick={() => onTurn(page + 1)}>
				<ChevronRight />
			</Turn>
		</nav>
	);
}

function Turn(props: { label: string; disabled: boolean; onClick: () => void; children: ReactNode }) {
	return (
		<button
			type="button"
			aria-label={props.label}
			// Not `disabled`, which would lose the focus when somebody turns the last page.
			aria-disabled={props.disabled}
			onClick={props.disabled ? undefined : props.onClick}
			className="grid size-8 place-items-center rounded-full hover:bg-white/20 aria-disabled:opacity-40 [&_svg]:size-5"
		>
			{props.children}
		</button>
	);
}
