import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';

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
