import { AlertDialog } from '@base-ui/react/alert-dialog';
import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';

interface Props {
	open: boolean;
	/** Esc, a click beside it, or a close button. */
	onClose: () => void;
	/** Whether it asks before something that cannot be taken back: a click beside it is no answer. */
	alert?: boolean;
	/** Keeps what was typed into it while it is closed. */
	keepMounted?: boolean;
	/** What has the focus first; without it the first thing that can have it. */
	first?: RefObject<HTMLElement | null>;
	/** Its width, and how its contents lie. */
	className?: string;
	testId: string;
	children: ReactNode;
}

/** A dialog in the middle of the window. A notice above it can be dismissed without closing it. */
export function Modal(props: Props) {
	const { open, onClose, alert = false, keepMounted = false, first, className = 'w-100', testId, children } = props;
	const Root = alert ? AlertDialog.Root : Dialog.Root;
	return (
		<Root open={open} onOpenChange={(opens, { event }) => !opens && !isInNotices(event.target) && onClose()}>
			<Dialog.Portal keepMounted={keepMounted}>
				<Dialog.Backdrop className="fixed inset-0 z-40 bg-black/50" />
				<Dialog.Popup
					initialFocus={first}
					data-testid={testId}
					className={`floating fixed top-1/2 left-1/2 z-50 max-h-[calc(100dvh-1.5rem)] max-w-[calc(100vw-1.5rem)] -translate-1/2 overflow-y-auto p-5 sm:p-6 ${className}`}
				>
					{children}
				</Dialog.Popup>
			</Dialog.Portal>
		</Root>
	);
}

/** Title and close button of a dialog, and what it is about in a sentence. */
export function DialogHead(props: { title: string; closeTestId: string; children: ReactNode }) {
	return (
		<div className="flex items-start justify-between gap-4">
			<div>
				<Dialog.Title className="text-lg font-semibold">{props.title}</Dialog.Title>
				<Dialog.Description className="mt-1 text-pretty text-soft">{props.children}</Dialog.Description>
			</div>
			<Dialog.Close
				aria-label="Close"
				data-testid={props.closeTestId}
				className="-mt-1.5 -mr-2 grid size-10 shrink-0 place-items-center rounded-xl text-soft transition-colors hover:bg-raised [&_svg]:size-5"
			>
				<X />
			</Dialog.Close>
		</div>
	);
}

/** Whether a notice was clicked: the dialog below it stays open then. */
function isInNotices(target: EventTarget | null): boolean {
	return target instanceof Element && target.closest('[data-testid="notices"]') !== null;
}
