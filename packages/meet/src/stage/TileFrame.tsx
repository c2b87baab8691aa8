import type { Rect } from '@roomcast/picture/layout/geometry';
import { Maximize2, Pin, PinOff } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';

interface Props {
	frame: RefObject<HTMLDivElement | null>;
	rect: Rect;
	label: string;
	floating?: boolean;
	speaking?: boolean;
	pinned: boolean;
	/** Gives the tile the big place or takes it back; undefined when that is not offered. */
	onPin: (() => void) | undefined;
	onFullscreen?: () => void;
	attributes: Record<`data-${string}`, string | boolean | undefined>;
	children: ReactNode;
}

/** The box of every tile: its place on the stage, its ring, and what appears when the pointer or the focus is on it. */
export function TileFrame(props: Props) {
	const { rect, pinned, onPin, onFullscreen } = props;
	return (
		// biome-ignore lint/a11y/useSemanticElements: A fieldset is a part of a form.
		<div
			ref={props.frame}
			role="group"
			aria-label={props.label}
			onDoubleClick={onPin}
			style={{ width: rect.width, height: rect.height, transform: `translate(${rect.x}px, ${rect.y}px)` }}
			className={`group gliding absolute top-0 left-0 overflow-hidden rounded-2xl bg-tile ${
				props.floating === true ? 'z-10 shadow-float ring-1 ring-black/20' : ''
			}`}
			{...props.attributes}
		>
			{props.children}
			<div
				aria-hidden="true"
				className={`pointer-events-none absolute inset-0 rounded-2xl border-[3px] transition-colors duration-150 ${
					props.speaking === true ? 'border-accent' : 'border-transparent'
				}`}
			/>
			<div className="absolute top-2 right-2 flex gap-1.5 opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100">
				{onPin !== undefined && (
					<TileButton label={`Pin ${props.label}`} pressed={pinned} onClick={onPin}>
						{pinned ? <PinOff /> : <Pin />}
					</TileButton>
				)}
				{onFullscreen !== undefined && (
					<TileButton label={`Show ${props.label} on the whole screen`} onClick={onFullscreen}>
						<Maximize2 />
					</TileButton>
				)}
			</div>
		</div>
	);
}

interface TileButtonProps {
	label: string;
	/** Missing for what is no switch. */
	pressed?: boolean;
	onClick: () => void;
	children: ReactNode;
}

function TileButton({ label, pressed, onClick, children }: TileButtonProps) {
	return (
		<button
			type="button"
			aria-label={label}
			aria-pressed={pressed}
			title={label}
			onClick={onClick}
			onDoubleClick={(event) => event.stopPropagation()}
			className="grid size-8 place-items-center rounded-lg bg-black/60 text-white hover:bg-black/80 [&_svg]:size-4"
		>
			{children}
		</button>
	);
}
