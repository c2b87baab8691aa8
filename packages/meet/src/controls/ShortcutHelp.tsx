import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useStore } from '../base/Store.ts';
import { useCall } from '../meeting/CallContext.ts';
import { useMayRecord, useMayStream } from '../outputs/mayOutput.ts';
import { Key } from '../ui/ControlButton.tsx';
import { Modal } from '../ui/Modal.tsx';
import { letterKeys } from '../ui/useShortcuts.ts';

const ROWS = [
	['M', 'Mute or unmute'],
	['V', 'Camera on or off'],
	['S', 'Share your screen, or stop'],
	['P', 'People'],
	['C', 'Chat'],
	['R', 'Record the call, or stop'],
	['L', 'Go live, or end it'],
	['F', 'Full screen'],
	['Esc', 'Close the panel, or unpin'],
	['?', 'This list'],
] as const;

/** The list of the keyboard shortcuts. */
export function ShortcutHelp() {
	const { view } = useCall();
	const { helpOpen } = useStore(view);
	const letters = useStore(letterKeys);
	const mayRecord = useMayRecord();
	const { hls, livestream } = useMayStream();
	const offered = new Map([
		['R', mayRecord],
		['L', hls || livestream],
	]);
	const rows = ROWS.filter(([key]) => offered.get(key) ?? true);
	return (
		<Modal open={helpOpen} onClose={() => view.showHelp(false)} className="w-96" testId="shortcut-help">
			<div className="mb-4 flex items-center justify-between">
				<Dialog.Title className="text-lg font-semibold">Keyboard shortcuts</Dialog.Title>
				<Dialog.Close
					aria-label="Close"
					className="-mr-2 grid size-9 place-items-center rounded-lg text-soft hover:bg-raised"
				>
					<X className="size-5" />
				</Dialog.Close>
			</div>
			<dl className="grid gap-3">
				{rows.map(([key, meaning]) => (
					<div key={key} className="flex items-center justify-between text-sm">
						<dt>{meaning}</dt>
						<dd>
							<Key>{key}</Key>
						</dd>
					</div>
				))}
			</dl>
			<label className="mt-5 flex cursor-pointer items-start gap-3 border-t border-line pt-4 text-sm">
				<input
					type="checkbox"
					checked={letters}
					onChange={(event) => letterKeys.turn(event.target.checked)}
					data-testid="letter-keys"
					className="mt-0.5 size-4 shrink-0 accent-(--ring)"
				/>
				<span>
					<span className="block font-medium">Single-key shortcuts</span>
					<span className="block text-soft">
						Turn them off if you use speech input or press keys by mistake. Esc always works.
					</span>
				</span>
			</label>
		</Modal>
	);
}
