import { Menu } from '@base-ui/react/menu';
import { Check, ChevronUp } from 'lucide-react';
import { type ReactElement, type ReactNode, useRef } from 'react';
import { useStore } from '../base/Store.ts';
import { letterKeys } from './useShortcuts.ts';

/** Whether there are keys to press: on a phone the shortcuts would be noise. */
export const hasKeyboard = !matchMedia('(hover: none) and (pointer: coarse)').matches;

/** A menu of a button. It is beside the button in the page too, so that it belongs to the same landmark. */
export function ControlMenu({ trigger, children }: { trigger: ReactElement; children: ReactNode }) {
	const place = useRef<HTMLDivElement>(null);
	return (
		<Menu.Root>
			<Menu.Trigger render={trigger} />
			<div ref={place} className="contents" />
			<Menu.Portal container={place}>
				{/* `fixed`: no list that scrolls cuts it off. */}
				<Menu.Positioner positionMethod="fixed" sideOffset={12} side="top" collisionPadding={8} className="z-40">
					<Menu.Popup className="floating max-h-(--available-height) w-72 max-w-[calc(100vw-1rem)] overflow-y-auto p-1.5">
						{children}
					</Menu.Popup>
				</Menu.Positioner>
			</Menu.Portal>
		</Menu.Root>
	);
}

/** One thing out of several, under its heading. Nothing when there is nothing to choose from. */
export function MenuChoice<T extends string>(props: {
	heading: string;
	choices: readonly { readonly id: T; readonly label: string; readonly icon?: ReactNode }[];
	value: T | undefined;
	onChoose: (id: T) => void;
}) {
	if (props.choices.length === 0) return null;
	return (
		<Menu.RadioGroup value={props.value} onValueChange={(id: T) => props.onChoose(id)}>
			<Menu.GroupLabel className="px-2.5 pt-2 pb-1 text-xs font-semibold text-soft">{props.heading}</Menu.GroupLabel>
			{props.choices.map(({ id, label, icon }) => (
				<Menu.RadioItem key={id} value={id} closeOnClick className="floating-item [&_svg]:size-4.5 [&_svg]:shrink-0">
					{icon}
					<span className="min-w-0 grow truncate">{label}</span>
					<Menu.RadioItemIndicator>
						<Check className="text-accent-ink" />
					</Menu.RadioItemIndicator>
				</Menu.RadioItem>
			))}
		</Menu.RadioGroup>
	);
}

/** One thing to do. */
export function MenuAction(props: {
	icon: ReactNode;
	label: string;
	/** Its key; only where there are keys. */
	hint?: ReactNode;
	onClick?: () => void;
	disabled?: boolean;
	testId?: string;
}) {
	const letters = useStore(letterKeys);
	return (
		<Menu.Item
			onClick={props.onClick}
			disabled={props.disabled}
			data-testid={props.testId}
			className="floating-item [&_svg]:size-4.5 [&_svg]:shrink-0"
		>
			{props.icon}
			<span className="grow">{props.label}</span>
			{hasKeyboard && letters && props.hint}
		</Menu.Item>
	);
}

/** One thing that is on or off. */
export function MenuSwitch(props: {
	icon: ReactNode;
	label: string;
	on: boolean;
	onTurn: (on: boolean) => void;
	testId?: string;
}) {
	return (
		<Menu.CheckboxItem
			checked={props.on}
			onCheckedChange={props.onTurn}
			data-testid={props.testId}
			className="floating-item [&_svg]:size-4.5 [&_svg]:shrink-0"
		>
			{props.icon}
			<span className="grow">{props.label}</span>
			<Menu.CheckboxItemIndicator>
				<Check className="text-accent-ink" />
			</Menu.CheckboxItemIndicator>
		</Menu.CheckboxItem>
	);
}

/** A line between two parts of a menu. */
export function MenuLine() {
	return <Menu.Separator className="mx-2.5 my-1.5 h-px bg-line" />;
}

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
